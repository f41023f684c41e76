// Uploads files as soon as they are chosen, one at a time (interface.md 3.6). <form data-upload> with one file field and
// one [role=status]. Each file is sent as the form itself would send it; the page that comes back tells what was kept
// (#dine-filer) and what was refused (.form-error-message). Without script the button "Upload" does the same.
"use strict";

(() => {
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-upload]").forEach((form) => new Uploads(form).start());
  });

  class Uploads {
    constructor(form) {
      this.form = form;
      this.field = form.querySelector("input[type=file]");
      this.line = form.querySelector("[role=status]");
      this.waiting = [];
      this.refused = [];
      this.done = 0;
      this.all = 0;
      this.busy = false;
    }

    start() {
      this.form.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
      this.field.addEventListener("change", () => this.chosen());
      this.form.addEventListener("submit", (event) => this.hold(event));
      if (this.field.files.length) { // chosen before the script was here, or kept by the browser
        this.chosen();
      }
    }

    chosen() {
      if (!this.busy) {
        this.done = this.all = 0;
        this.refused = [];
      }
      this.waiting.push(...this.field.files);
      this.all += this.field.files.length;
      this.field.value = "";
      this.work();
    }

    // Pressing on while files are on their way: they arrive first, then the button does what it says.
    hold(event) {
      if (this.busy) {
        event.preventDefault();
        this.pressed = event.submitter;
      }
    }

    async work() {
      if (this.busy) {
        return;
      }
      this.busy = true;
      while (this.waiting.length) {
        this.tell();
        await this.send(this.waiting.shift());
      }
      this.tell();
      this.busy = false;
      this.showRefused();
      this.pressOn();
    }

    async send(file) {
      const fields = new FormData(this.form);
      fields.delete(this.field.name);
      fields.set(this.field.name, file);
      fields.set("til", "upload");
      try {
        const answer = await fetch(this.form.action, { method: "POST", body: fields, credentials: "same-origin" });
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        this.refused.push(this.line.dataset.failed.replace("{name}", file.name));
      }
    }

    take(page) {
      const list = page.getElementById("dine-filer");
      if (!list) {
        throw new Error("not the page of files");
      }
      const faults = [...page.querySelectorAll("#vaelg .form-error-message")];
      this.refused.push(...faults.map((fault) => fault.lastChild.textContent.trim()));
      this.done += faults.length ? 0 : 1;
      this.replace(list);
    }

    // What is being typed stays, and so does the place in it.
    replace(list) {
      const old = document.getElementById("dine-filer");
      const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.querySelectorAll("input[type=text]").forEach((field) => {
        const same = list.querySelector(`[id="${field.id}"]`);
        if (same) {
          same.replaceWith(field);
        }
      });
      old.replaceWith(document.adoptNode(list));
      if (focused) {
        document.getElementById(focused)?.focus();
      }
    }

    tell() {
      this.line.hidden = false;
      this.line.textContent = this.line.dataset.progress.replace("{done}", this.done).replace("{all}", this.all);
    }

    showRefused() {
      const group = this.field.closest(".form-group");
      group.querySelectorAll(".form-error-message").forEach((fault) => fault.remove());
      group.classList.toggle("form-error", this.refused.length > 0);
      this.field.setAttribute("aria-invalid", String(this.refused.length > 0));
      const ids = ["filer-hint"];
      this.refused.forEach((words, place) => {
        const fault = document.createElement("span");
        fault.className = "form-error-message";
        fault.id = `filer-error-${place + 1}`;
        fault.setAttribute("role", "alert");
        fault.textContent = words;
        ids.push(fault.id);
        this.field.before(fault);
      });
      this.field.setAttribute("aria-describedby", ids.join(" "));
    }

    // A refused file is something to look at before the next page.
    pressOn() {
      const button = this.pressed;
      this.pressed = null;
      if (button && !this.refused.length) {
        const same = document.querySelector(`button[name="${button.name}"][value="${button.value}"]`);
        this.form.requestSubmit(same || button);
      }
    }
  }
})();
