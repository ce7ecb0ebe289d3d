// The key / leads to the search: into its field where the page shows one, else to its page. Never while somebody is typing.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.getElementById("find");
  const link = document.querySelector("a[data-find]");
  if (!field || !link) return;
  event.preventDefault();
  if (field.offsetParent) field.focus();
  else window.location.assign(link.href);
});
