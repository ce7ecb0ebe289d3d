// A photo that was taken is sent at once: one press less on the telephone. Without this the button "Send" does it.
"use strict";
for (const form of document.querySelectorAll("form[data-send-photo]")) {
  const said = form.querySelector("[data-said]");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    said.textContent = form.dataset.wait;
  });
  form.querySelector("#id_camera").addEventListener("change", (event) => {
    if (event.target.files.length) form.requestSubmit();
  });
  window.addEventListener("pageshow", () => {
    delete form.dataset.sending;
    said.textContent = "";
  });
}
