"""How similar two graphs over the same rows are: their nodes, matched one to one."""

from scipy.sparse import csr_array


def matched_nodes(first: csr_array, second: csr_array) -> float:
    """Return 1 for the same nodes, 0 where no node of one shares a row with one of the other.

    Each node of the smaller graph is matched with one of the other, so that the sum of their
    Jaccard similarities (common rows over rows in either) is largest. The similarity is twice this
    sum over the number of all nodes, so nodes without a partner count as 0. 1 minus it is a
    distance between the graphs.

    Args:
        first: Whether a row is in a node, 1 or 0, shape (n_nodes, n_rows).
        second: The same of another graph, shape (n_others, n_rows).
    """
    from scipy.optimize import linear_sum_assignment

    common = (first @ second.T).toarray()
    sizes, others = first.sum(axis=1), second.sum(axis=1)
    either = sizes[:, None] + others[None, :] - common
    jaccard = common / either.clip(min=1)
    own, other = linear_sum_assignment(-jaccard)
    return float(2 * jaccard[own, other].sum() / max(len(sizes) + len(others), 1))
