// The desk where a response is divided: the printed row as one writes, and single keys (interface.md section 6). All of it
// has a button; the keys are off in fields and lists, and off for good where the account says so (WCAG 2.1.4).
"use strict";

(() => {
  const desk = document.querySelector("[data-desk]");
  const point = document.querySelector("[data-point-form]");
  const keys = document.querySelector("[data-keys]");
  if (point) {
    showPrinted(point);
  }
  if (!desk || !keys) {
    return;
  }
  keys.hidden = false;
  if ("shortcuts" in desk.dataset) {
    listen();
  }

  // The row as the report will have it, from the position that is chosen, or from the title that is being written.
  function showPrinted(form) {
    const row = form.querySelector("[data-printed] tbody tr");
    const title = form.elements.namedItem("title");
    const cell = (name) => row.querySelector(`[data-row="${name}"]`);
    const isNew = (chosen) => chosen === [...form.querySelectorAll("[name=position]")].at(-1);
    const update = () => {
      const chosen = form.querySelector("[name=position]:checked");
      if (!chosen) {
        return;
      }
      for (const name of ["label", "numbers", "remark", "outcome"]) {
        cell(name).textContent = chosen.dataset[name];
      }
      cell("title").textContent = `${isNew(chosen) ? title.value : chosen.dataset.title} (${chosen.dataset.count})`;
    };
    form.addEventListener("change", update);
    title.addEventListener("input", () => {
      const last = [...form.querySelectorAll("[name=position]")].at(-1);
      if (!form.querySelector("[name=position]:checked") && title.value) {
        last.checked = true; // who writes a title means a new position
      }
      update();
    });
  }

  function listen() {
    const boxes = [...desk.querySelectorAll("[data-answer] input[type=checkbox]")];
    const press = (selector) => {
      const button = document.querySelector(selector);
      if (button) {
        button.click();
      }
    };
    const go = (step) => {
      const here = boxes.indexOf(document.activeElement);
      const next = here < 0 ? boxes.findIndex((one) => one.closest("div").querySelector(".hs-blank")) : here + step;
      if (boxes.length) {
        boxes[(Math.max(next, here < 0 ? 0 : next) + boxes.length) % boxes.length].focus();
      }
    };
    const acts = {
      j: () => go(1),
      k: () => go(-1),
      p: () => press("[data-point]"),
      t: () => { if (point) { point.elements.namedItem("theme").focus(); } },
      n: () => press("[data-next]"),
      "?": () => { keys.tabIndex = -1; keys.focus(); },
    };
    window.deskKeys(acts, point, ".button-primary");
  }
})();
