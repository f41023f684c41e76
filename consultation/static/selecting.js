// Marking words of a text that cannot be written in, by mouse, touch or keyboard: what the pages share that let one do
// so. Offsets are UTF-16 units of the text as `read` gives it; what has `data-skip` is no part of the text.
"use strict";

(() => {
  const BLOCKS = new Set(["BLOCKQUOTE", "BR", "CAPTION", "FIGCAPTION", "FIGURE", "H2", "H3", "H4", "LI", "OL", "P", "TABLE",
    "TD", "TH", "TR", "UL", "DIV"]);

  // The words of a region as the server has them, a blank between blocks, and where each piece of text begins in them.
  function read(region) {
    const pieces = [];
    let text = "";
    const walk = (node) => {
      if (node.nodeType === Node.ELEMENT_NODE && "skip" in node.dataset) {
        return;
      }
      if (node.nodeType === Node.TEXT_NODE) {
        pieces.push({ node, start: text.length });
        text += node.data;
        return;
      }
      const apart = BLOCKS.has(node.nodeName) ? " " : "";
      text += apart;
      node.childNodes.forEach(walk);
      text += apart;
    };
    region.childNodes.forEach(walk);
    return { text, pieces };
  }

  function offsetOf({ text, pieces }, container, offset) {
    const own = pieces.find((piece) => piece.node === container);
    if (own) {
      return own.start + offset;
    }
    const point = document.createRange();
    point.setStart(container, offset);
    const next = pieces.find((piece) => point.comparePoint(piece.node, 0) >= 0);
    return next ? next.start : text.length;
  }

  // By keyboard: an arrow marks one word, with Shift more or fewer. What is marked is seen, so no caret is needed.
  function letKeyboardMark(region, label) {
    let from = -1;
    let to = -1;
    region.tabIndex = 0;
    region.setAttribute("role", "group");
    region.setAttribute("aria-label", label);
    region.addEventListener("pointerdown", () => { from = -1; to = -1; });
    region.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || event.target !== region || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      event.preventDefault();
      const whole = read(region);
      const words = [...whole.text.matchAll(/\S+/gu)].map((found) => [found.index, found.index + found[0].length]);
      if (!words.length) {
        return;
      }
      if (to < 0) {
        [from, to] = markedWords(region, whole, words);
      }
      to = Math.min(Math.max(to + step, 0), words.length - 1);
      from = event.shiftKey && from >= 0 ? from : to;
      mark(whole, words, from, to);
    });
  }

  // Words that were marked otherwise are gone on from.
  function markedWords(region, whole, words) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !selection.getRangeAt(0).intersectsNode(region)) {
      return [-1, -1];
    }
    const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0);
    const start = offsetOf(whole, startContainer, startOffset);
    const end = offsetOf(whole, endContainer, endOffset);
    return [words.findIndex((word) => word[1] > start), words.findLastIndex((word) => word[0] < end)];
  }

  function mark({ pieces }, words, from, to) {
    const at = (offset) => {
      const piece = pieces.findLast((one) => one.start <= offset);
      return [piece.node, offset - piece.start];
    };
    const start = at(words[Math.min(from, to)][0]);
    const [node, last] = at(words[Math.max(from, to)][1] - 1);
    const ends = from <= to ? [...start, node, last + 1] : [node, last + 1, ...start];
    getSelection().setBaseAndExtent(...ends);
    (to < from ? start[0] : node).parentElement.scrollIntoView({ block: "nearest" });
  }

  window.selecting = { read, offsetOf, letKeyboardMark };
})();
