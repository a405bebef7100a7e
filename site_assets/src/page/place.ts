// The place of an explorer on its page: its address, and an id for what it refers to.

/** Put a view into the address of the page. */
export function writeAddress(fragment: string): void {
  try {
    history.replaceState(history.state, "", `#${fragment}`);
  } catch {
    // Some browsers limit how often an address may change; the next change tries again.
  }
}

/** An id that no element of the page has. */
export function freeId(): string {
  let number = 1;
  while (document.getElementById(`explorer-${number}`)) number++;
  return `explorer-${number}`;
}
