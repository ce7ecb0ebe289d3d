// A button with data-copies="ID" puts the text of that field on the clipboard. Without this script the field is copied by hand.
"use strict";
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // An office network without encryption has no clipboard of its own: the old way.
      field.focus();
      field.select();
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  });
}
