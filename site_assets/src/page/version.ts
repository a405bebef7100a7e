// The version of a page in addresses: the link to this view carries it, and a page says so when an
// address was made for another version.
import { gettext } from "../text";
import { el } from "../views/dom";

/** Keep the link to this view up to date, and compare the address with the page. */
export function showVersion(page: Document): void {
  const link = page.querySelector<HTMLAnchorElement>("#this-view");
  const shown = link?.dataset["version"];
  if (!link || !shown) return;
  const update = (): void => {
    link.href = `?version=${shown}${location.hash}`;
  };
  // The viewer writes the view into the address without an event.
  for (const name of ["pointerenter", "focus", "touchstart"]) link.addEventListener(name, update);
  update();
  const wanted = new URLSearchParams(location.search).get("version");
  if (!wanted || !/^[\w.+-]{1,64}$/.test(wanted) || wanted === shown) return;
  const words = gettext(
    "This address was made for version {wanted}. The page is of version {shown}: nodes and figures can differ.",
    { wanted, shown },
  );
  page.querySelector("main")?.prepend(el("p", { class: "warning other-version", role: "status" }, words));
}
