// Says at each vote, while it is typed, whether its numbers add up to who was present; ticks in the list fill in how many came.
"use strict";
(() => {
  const form = document.querySelector("form[data-votes]");
  if (!form) return;
  const present = form.querySelector("[name=present]");
  const number = (field) => (field && /^\d+$/.test(field.value.trim()) ? Number(field.value) : 0);
  const here = () => (present ? number(present) : Number(form.dataset.present || 0));
  const part = (card, name) => card.querySelector(`input[name$="-${name}"]`);

  const sum = (card) => {
    const line = card.querySelector(".sum");
    const result = card.querySelector("select");
    const came = here();
    const counted = ["in_favour", "against", "abstained"].map((name) => number(part(card, name)));
    const recused = number(part(card, "recused"));
    const total = counted.reduce((one, other) => one + other, 0);
    const silent = !came || !total || (result && result.value === "skipped");
    line.hidden = silent;
    if (silent) return;
    // Who was recused left the room: the votes add up with him or without him.
    const off = total === came || total === came - recused ? 0 : total - (came - recused);
    const say = off === 0 ? form.dataset.fits : `${off < 0 ? form.dataset.short : form.dataset.over} ${Math.abs(off)}`;
    line.textContent = `${counted.join(" + ")} = ${total} / ${came - recused}　${say}`;
    line.classList.toggle("off", off !== 0);
  };
  const all = () => form.querySelectorAll(".vote").forEach(sum);

  const ticks = [...form.querySelectorAll("input[name=came]")];
  let filled = "";
  const count = () => {
    if (present.value !== "" && present.value !== filled) return;
    const number = ticks.filter((tick) => tick.checked).length;
    present.value = filled = number ? String(number) : "";
  };
  const every = form.querySelector("[data-tick-all]");
  if (every) {
    every.hidden = false;
    every.addEventListener("click", () => {
      ticks.forEach((tick) => { tick.checked = true; });
      count();
      all();
    });
  }
  form.addEventListener("change", (event) => {
    if (ticks.includes(event.target)) count();
    all();
  });
  form.addEventListener("input", all);
  all();
})();
