// A shelf wider than its room opens at the present month and fades where there is more.
export function bindTo(scroller) {
  const now = scroller.querySelector('[aria-current="date"]');
  const edges = () => {
    const rest = scroller.scrollWidth - scroller.clientWidth;
    scroller.dataset.more = [scroller.scrollLeft > 4 && "start", scroller.scrollLeft < rest - 4 && "end"].filter(Boolean).join(" ");
  };
  scroller.addEventListener("scroll", edges, { passive: true });
  addEventListener("resize", edges);
  if (now) scroller.scrollLeft = now.offsetLeft - (scroller.clientWidth - now.offsetWidth) / 2;
  edges();
}
