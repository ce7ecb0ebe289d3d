// A button with data-ticks="NAME" ticks all boxes of that name in its form, or none. Without this script each is ticked by hand.
"use strict";
for (const button of document.querySelectorAll("button[data-ticks]")) {
  const boxes = [...button.form.querySelectorAll(`input[type="checkbox"][name="${button.dataset.ticks}"]`)];
  button.hidden = boxes.length === 0;
  button.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  });
}
