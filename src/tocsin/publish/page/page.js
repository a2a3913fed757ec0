"use strict";
// Marks what is chosen and lets the arrow keys move through the list. All else works without.
(() => {
  const main = document.getElementById("boards");
  const wide = matchMedia("(min-width: 901px)");
  const calm = () => {
    const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const board = (target && target.closest(".board")) || main.querySelector(".board");
    const product = target && target.matches(".detail") ? target : board && board.querySelector(".detail");
    for (const link of document.querySelectorAll(".tabs a, .ranked a")) {
      const id = link.hash.slice(1);
      const chosen = (board && id === board.id) || (product && id === product.id);
      if (chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (product && product.parentElement) product.parentElement.scrollTop = 0;
  };
  const choose = (link) => {
    const [x, y] = [scrollX, scrollY];
    location.replace(link.hash);
    if (wide.matches) scrollTo(x, y);
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
    calm();
  };
  main.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".ranked a");
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    choose(link);
  });
  main.addEventListener("keydown", (event) => {
    const link = event.target.closest && event.target.closest(".ranked a");
    const move = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (!link || !move || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = [...link.closest(".ranked").querySelectorAll("a")];
    const next = links[Math.min(Math.max(links.indexOf(link) + move, 0), links.length - 1)];
    event.preventDefault();
    if (wide.matches) choose(next);
    else next.focus();
  });
  addEventListener("hashchange", calm);
  calm();
  if (wide.matches && location.hash.includes("-")) {
    const row = main.querySelector(".ranked a[aria-current]");
    addEventListener("load", () => { scrollTo(0, 0); if (row) row.closest("tr").scrollIntoView({ block: "nearest" }); });
  }
})();
