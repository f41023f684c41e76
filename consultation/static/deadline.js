// Tells that the deadline comes near, 30, 10, 5 and 1 minute before and when it has passed (interface.md 4.2). What is left
// is the server's word: <… data-deadline data-left="seconds">; this computer's clock may be wrong. Nothing stops working.
"use strict";

(() => {
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const MARKS = [30 * MINUTE, 10 * MINUTE, 5 * MINUTE, MINUTE, 0];
  const LONG_AWAY = 30000;
  const STEP = 1000;

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-deadline]");
    if (box) {
      new Deadline(box, document.getElementById("tid-tilbage")).start();
    }
  });

  class Deadline {
    constructor(box, line) {
      this.box = box;
      this.line = line;
      const [page] = performance.getEntriesByType("navigation");
      this.takeOver(page ? page.responseStart : performance.now());
    }

    takeOver(at) {
      this.ends = at + Number(this.box.dataset.left) * 1000;
      this.told = MARKS.filter((mark) => mark >= this.left());
    }

    left() {
      return (this.ends - performance.now()) / 1000;
    }

    start() {
      this.drift = Date.now() - performance.now();
      this.tick();
      setInterval(() => this.tick(), STEP);
    }

    // A computer that has slept may have stopped its count, and the deadline may have been moved meanwhile.
    tick() {
      const drift = Date.now() - performance.now();
      if (Math.abs(drift - this.drift) > LONG_AWAY) {
        this.drift = drift;
        this.askServer();
      }
      const left = this.left();
      const due = MARKS.filter((mark) => left <= mark && !this.told.includes(mark));
      if (due.length) {
        this.told.push(...due);
        this.line.textContent = left > 0 ? this.words(left) : this.box.dataset.passed;
      }
      if (left < HOUR) {
        this.show(left);
      }
    }

    words(left) {
      const minutes = Math.ceil(left / MINUTE);
      return minutes === 1 ? this.box.dataset.minute : this.box.dataset.minutes.replace("{n}", minutes);
    }

    show(left) {
      this.box.querySelectorAll("[data-time-left]").forEach((place) => {
        const words = left > 0 ? this.words(left) : this.box.dataset.over;
        if (place.textContent !== words) {
          place.textContent = words;
        }
      });
      if (left <= 0) {
        document.querySelectorAll("[data-late]:not([aria-disabled=true])").forEach((button) => {
          button.textContent = button.dataset.late;
        });
      }
    }

    async askServer() {
      try {
        const answer = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const box = page.querySelector("[data-deadline]");
        if (box) {
          this.box.replaceWith(box);
          this.box = box;
          this.takeOver(performance.now());
        }
      } catch {
        this.drift = 0; // not reached: asked again at the next step
      }
    }
  }
})();
