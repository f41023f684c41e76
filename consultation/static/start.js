// Starts the design system and the small additions that every page may use. Nothing here carries: without script
// each page works as it is (interface.md section 2).
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("has-js");
  if (window.DKFDS) {
    window.DKFDS.init();
  }
  document.querySelectorAll("button[data-copy]").forEach(offerCopying);
  document.querySelectorAll("button[data-print]").forEach(offerPrinting);
  document.querySelectorAll("textarea[readonly]").forEach(letKeyboardSelect);
  document.addEventListener("submit", showSending);
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    document.querySelectorAll("button[data-words]").forEach(restoreLabel);
  }
});

function offerCopying(button) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) {
    return;
  }
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = words; }, 4000);
    } catch {
      field.select();
    }
  });
}

function offerPrinting(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A readonly textarea has no caret in Chromium; one whose input is cancelled can be read and marked by keyboard.
function letKeyboardSelect(field) {
  field.readOnly = false;
  field.setAttribute("aria-readonly", "true");
  ["beforeinput", "drop", "paste", "cut"].forEach((name) => {
    field.addEventListener(name, (event) => event.preventDefault());
  });
}

// The label says that it is being sent; a second press is ignored, but the button is never disabled: a disabled button
// loses its focus, and its name and value are not sent.
function showSending(event) {
  const button = event.submitter;
  if (!button || !button.dataset.busy) {
    return;
  }
  if (button.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    return;
  }
  button.dataset.words = button.textContent;
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.busy;
}

function restoreLabel(button) {
  button.textContent = button.dataset.words;
  button.removeAttribute("aria-disabled");
}
