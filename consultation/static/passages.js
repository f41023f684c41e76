// Any words of a response may be chosen for a point, by mouse, touch or keyboard (interface.md section 6). What is marked
// becomes a span: the answer, and where it begins and ends in it, in Unicode code points of the text that is stored. A
// label in the place of something taken out is no part of the text: it stands for all that was taken out there.
// Without script the words are copied into a field, or their sentences ticked.
"use strict";

(() => {
  const form = document.querySelector("[data-dividing]");
  const picked = form && form.querySelector("[data-picked]");
  if (!picked) {
    return;
  }
  const regions = [...form.querySelectorAll("[data-answer]")];
  const field = picked.querySelector("[data-span]");
  const shown = picked.querySelector("[data-words]");
  const submit = picked.querySelector("button[type=submit]");
  form.querySelectorAll("[data-by-hand]").forEach((hint) => { hint.hidden = false; });

  // Code points of a stretch before one of its boundaries, however many nodes its text is in.
  function codePoints(stretch, container, offset) {
    const before = document.createRange();
    before.selectNodeContents(stretch);
    before.setEnd(container, offset);
    return [...before.toString()].length;
  }

  // A boundary within a stretch; one that lies outside is the stretch's own.
  function offsetAt(stretch, container, offset, isEnd) {
    const from = Number(stretch.dataset.from);
    if ("to" in stretch.dataset) {
      return isEnd ? Number(stretch.dataset.to) : from;
    }
    if (stretch.contains(container)) {
      return from + codePoints(stretch, container, offset);
    }
    return isEnd ? from + [...stretch.textContent].length : from;
  }

  // The stretches of which at least one character lies in the range.
  function touched(region, range) {
    return [...region.querySelectorAll("[data-from]")].filter((stretch) => {
      const own = document.createRange();
      own.selectNodeContents(stretch);
      return range.compareBoundaryPoints(Range.START_TO_END, own) > 0 && range.compareBoundaryPoints(Range.END_TO_START, own) < 0;
    });
  }

  function spanIn(region) {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !region.contains(range.startContainer) || !region.contains(range.endContainer)) {
      return null;
    }
    const stretches = touched(region, range);
    if (!stretches.length || !stretches.some((one) => one.textContent.trim())) {
      return null;
    }
    const start = offsetAt(stretches[0], range.startContainer, range.startOffset, false);
    const end = offsetAt(stretches.at(-1), range.endContainer, range.endOffset, true);
    return start < end ? { value: `${region.dataset.answer}.${start}.${end}`, words: wordsOf(stretches, range) } : null;
  }

  // What is marked, without what stands between the sentences.
  function wordsOf(stretches, range) {
    const last = stretches.length - 1;
    return stretches.map((stretch, place) => {
      const part = document.createRange();
      part.selectNodeContents(stretch);
      if (!("to" in stretch.dataset) && place === 0 && stretch.contains(range.startContainer)) {
        part.setStart(range.startContainer, range.startOffset);
      }
      if (!("to" in stretch.dataset) && place === last && stretch.contains(range.endContainer)) {
        part.setEnd(range.endContainer, range.endOffset);
      }
      return part.toString();
    }).join(" ").replace(/\s+/gu, " ").trim();
  }

  function show(found) {
    picked.hidden = !found;
    field.disabled = !found;
    field.value = found ? found.value : "";
    shown.textContent = found ? found.words : "";
  }

  // A mark that goes as a button is pressed is still meant; one that goes in the text is not.
  document.addEventListener("selectionchange", () => {
    const found = regions.map(spanIn).find(Boolean);
    if (found || regions.some((region) => region.contains(getSelection().anchorNode))) {
      show(found || null);
    }
  });
  picked.querySelector("[data-drop]").addEventListener("click", () => {
    const region = regions.find((one) => one.dataset.answer === field.value.split(".")[0]);
    show(null);
    getSelection().removeAllRanges();
    region.focus();
  });
  regions.forEach((region) => {
    window.selecting.letKeyboardMark(region, region.dataset.label);
    region.addEventListener("click", (event) => {
      if (!getSelection().isCollapsed && event.target.closest("label")) {
        event.preventDefault(); // the words were marked, not their sentence ticked
      }
    });
    region.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === region && !picked.hidden) {
        event.preventDefault();
        form.requestSubmit(submit);
      }
    });
  });
})();
