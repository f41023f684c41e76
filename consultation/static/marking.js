// Marks words of a draft that an answer is about. While one writes: [data-marking] names the field of the words, and a
// button puts the marked ones into it. While one reads: in [data-answering] the link of a section takes its marked words
// along, and a second one stands beside them. The server finds the words again; without script they are copied or typed.
"use strict";

(() => {
  const { read, offsetOf, letKeyboardMark } = window.selecting;
  const PAUSE = 150;
  const MOST_IN_ADDRESS = 1500;

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-marking]").forEach(offerWriting);
    document.querySelectorAll("[data-answering]").forEach(offerAnswering);
  });

  const fold = (text) => text.replace(/\s+/gu, " ").trim();

  // What is marked within a region: the words, and in which of the places where they stand; null for nothing.
  function markedIn(region) {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (!range || !range.intersectsNode(region)) {
      return null;
    }
    const whole = read(region);
    const start = offsetOf(whole, range.startContainer, range.startOffset);
    const marked = whole.text.slice(start, offsetOf(whole, range.endContainer, range.endOffset));
    const words = fold(marked);
    if (!words) {
      return null;
    }
    const before = fold(`${whole.text.slice(0, start + marked.search(/\S/u))}|`).length - 1;
    const text = fold(whole.text);
    let nth = 0;
    for (let at = text.indexOf(words); at >= 0 && at <= before; at = text.indexOf(words, at + 1)) {
      nth += 1;
    }
    return { words, nth };
  }

  function offerWriting(group) {
    const region = group.querySelector("[data-text]");
    const tools = group.querySelector("[data-tools]");
    const button = group.querySelector("[data-use]");
    const told = group.querySelector("[data-tools] [role=status]");
    const field = document.getElementById(group.dataset.marking);
    const nth = field && field.form.elements.namedItem(group.dataset.nth);
    if (!region || !button || !nth) {
      return;
    }
    let marked = null;
    let used = field.value;
    tools.hidden = false;
    if (used !== field.defaultValue) {
      nth.value = ""; // what autosave has brought back is older or newer than the place that the server knows
    }
    letKeyboardMark(region, region.dataset.label);
    document.addEventListener("selectionchange", () => {
      const found = markedIn(region);
      if (found || region.contains(getSelection().anchorNode)) {
        marked = found;
      }
    });
    button.addEventListener("click", () => {
      told.textContent = marked ? button.dataset.done : button.dataset.none;
      if (!marked) {
        return;
      }
      used = marked.words;
      field.value = used;
      nth.value = marked.nth > 1 ? marked.nth : "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("input", () => {
      if (field.value !== used) {
        nth.value = "";
      }
    });
  }

  function offerAnswering(page) {
    const sections = [...page.querySelectorAll("[data-text]")]
      .map((region) => ({ region, link: document.getElementById(region.dataset.text) }))
      .filter((one) => one.link)
      .map((one) => ({ ...one, address: one.link.getAttribute("href") }));
    const beside = document.createElement("p");
    const link = document.createElement("a");
    let timer = 0;
    document.querySelectorAll("[data-answering-hint]").forEach((hint) => { hint.hidden = false; });
    beside.className = "hs-to-words";
    beside.hidden = true;
    link.className = "button button-primary hs-accent";
    link.textContent = page.dataset.answering;
    beside.append(link);
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      timer = setTimeout(update, PAUSE);
    });
    window.addEventListener("resize", update);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !beside.hidden) {
        clear();
      }
    });

    function clear() {
      beside.hidden = true;
      sections.forEach((one) => one.link.setAttribute("href", one.address));
    }

    function update() {
      const selection = getSelection();
      const found = sections.map((one) => ({ ...one, marked: markedIn(one.region) })).filter((one) => one.marked);
      if (!found.length && (!selection.rangeCount || !sections.some((one) => one.region.contains(selection.anchorNode)))) {
        return; // the mark went as one of the links was pressed or reached
      }
      clear();
      if (found.length === 1 && found[0].marked.words.length <= MOST_IN_ADDRESS) {
        show(found[0], selection.getRangeAt(0));
      }
    }

    function show({ region, link: own, address, marked }, range) {
      const place = marked.nth > 1 ? `&sted=${marked.nth}` : "";
      link.href = `${address}&ord=${encodeURIComponent(marked.words)}${place}`;
      own.setAttribute("href", link.href);
      if (beside.previousElementSibling !== region) {
        region.after(beside);
      }
      beside.hidden = false;
      const box = page.getBoundingClientRect();
      const last = [...range.getClientRects()].pop() || range.getBoundingClientRect();
      beside.style.top = `${Math.min(last.bottom, region.getBoundingClientRect().bottom) - box.top + 6}px`;
      beside.style.setProperty("--at", `${Math.max(0, last.left - box.left)}px`);
    }
  }
})();
