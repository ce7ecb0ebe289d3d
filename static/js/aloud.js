/* Reads the page aloud, where the browser has a voice of its own for the page's language. A voice from elsewhere would send the
   page's text there: it is not used. Without one, the button stays hidden. */
(function () {
  "use strict";
  var button = document.querySelector("button.aloud"), main = document.getElementById("main");
  var speech = window.speechSynthesis;
  if (!button || !main || !speech || !window.SpeechSynthesisUtterance) { return; }
  var start = button.textContent, waiting = [];
  var language = document.documentElement.lang.slice(0, 2).toLowerCase();

  function voice() {
    return speech.getVoices().filter(function (one) {
      return one.localService && one.lang.slice(0, 2).toLowerCase() === language;
    })[0];
  }

  function lines() { // What is there to be pressed, or looked up, is not read.
    var quiet = [].slice.call(main.querySelectorAll("form, nav, .screen-only")).filter(function (one) { return !one.hidden; });
    quiet.forEach(function (one) { one.hidden = true; one.classList.add("quiet"); });
    var text = main.innerText;
    quiet.forEach(function (one) { one.hidden = false; one.classList.remove("quiet"); });
    return text.split(/\n+/).filter(function (line) { return line.trim(); });
  }

  function offer() { if (voice()) { button.hidden = false; } }

  function stop() {
    waiting = [];
    speech.cancel();
    button.textContent = start;
    button.setAttribute("aria-pressed", "false");
  }

  function next() {
    var text = waiting.shift();
    if (!text) { stop(); return; }
    var said = new SpeechSynthesisUtterance(text);
    said.voice = voice();
    said.lang = said.voice.lang;
    said.rate = 0.9;
    said.onend = next;
    speech.speak(said);
  }

  button.addEventListener("click", function () {
    if (button.getAttribute("aria-pressed") === "true") { stop(); return; }
    waiting = lines();
    button.textContent = button.getAttribute("data-stop");
    button.setAttribute("aria-pressed", "true");
    speech.cancel();
    next();
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
  if (speech.addEventListener) { speech.addEventListener("voiceschanged", offer); } else { speech.onvoiceschanged = offer; }
  offer();
})();
