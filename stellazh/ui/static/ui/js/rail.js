// On narrow screens the menu of the workplace is folded, so that the page begins with its own heading.
export function bindTo(rail) {
  const summary = rail.querySelector("summary");
  const fit = () => { rail.open = getComputedStyle(summary).display === "none"; };
  fit();
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; fit(); } });
}
