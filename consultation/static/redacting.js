// Takes out the words that are marked in an original on the moderation desk, by mouse, touch or keyboard. Everything it
// does can be done without script by writing the words or choosing their sentence.
"use strict";

(() => {
  const form = document.querySelector("[data-redacting]");
  if (!form) {
    return;
  }
  const { read, offsetOf, letKeyboardMark } = window.selecting;
  const regions = [...document.querySelectorAll("[data-spot]")];
  const told = form.querySelector("[data-marked]");
  const fields = form.elements;
  let found = null;

  // Code points, as the server counts.
  const points = (text, offset) => [...text.slice(0, offset)].length;

  function markedIn(region) {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !region.contains(range.startContainer) || !region.contains(range.endContainer)) {
      return null;
    }
    const whole = read(region);
    let start = offsetOf(whole, range.startContainer, range.startOffset);
    let end = offsetOf(whole, range.endContainer, range.endOffset);
    const words = whole.text.slice(start, end);
    if (!words.trim()) {
      return null;
    }
    start += words.search(/\S/u);
    end -= words.length - words.trimEnd().length;
    return { region, text: whole.text, start, end };
  }

  function show() {
    found = regions.map(markedIn).find(Boolean) || null;
    form.hidden = !found;
    if (found) {
      told.textContent = found.text.slice(found.start, found.end);
      const [answer, place, attachment] = found.region.dataset.spot.split(".");
      const from = Number(found.region.dataset.from);
      fields.namedItem("answer").value = answer;
      fields.namedItem("place").value = place;
      fields.namedItem("attachment").value = attachment || "";
      fields.namedItem("start").value = from + points(found.text, found.start);
      fields.namedItem("end").value = from + points(found.text, found.end);
      found.region.after(form);
    }
  }

  regions.forEach((region) => letKeyboardMark(region, region.dataset.label));
  document.addEventListener("selectionchange", () => {
    if (!form.contains(document.activeElement)) {
      show();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (found && event.key.toLowerCase() === "o" && !event.ctrlKey && !event.altKey && !event.metaKey
      && regions.includes(document.activeElement)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      form.requestSubmit();
    }
  });
})();
