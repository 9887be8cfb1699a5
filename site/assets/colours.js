/* Read before anything is painted: the colours that the reader chose. */
(function (document) {
  "use strict";
  document.classList.add("js");
  let theme;
  try { theme = localStorage.getItem("planbook-theme"); } catch { /* a browser that keeps nothing */ }
  if (theme === "dark" || theme === "light") document.dataset.theme = theme;
})(document.documentElement);
