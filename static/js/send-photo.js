// A photo that was taken or chosen is sent at once: one press less on the telephone. Without this the button "Send" does it.
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
  form.classList.add("quick");
  for (const input of form.querySelectorAll('input[type="file"]')) {
    input.addEventListener("change", () => {
      if (input.files.length) form.requestSubmit();
    });
  }
  window.addEventListener("pageshow", () => {
    delete form.dataset.sending;
    said.textContent = "";
    form.querySelectorAll('input[type="file"]').forEach((input) => (input.value = ""));
  });
}
