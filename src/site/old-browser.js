// For browsers that know no modules, and so run no other script of a page: takes the menus away, and says why. Written in their language.
(function () {
  var bar = document.getElementById("k-filters");
  if (!bar) return;
  var menus = bar.querySelector(".k-menus");
  if (menus) menus.style.display = "none";
  bar.querySelector(".k-whom").textContent = bar.getAttribute("data-old");
})();
