"""What notebooks and scripts import: ``topopress.publish`` and ``topopress.mapper_graph``."""
