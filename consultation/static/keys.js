// One key for each act of a desk, where nobody is writing; Ctrl+Enter sends its form (WCAG 2.1.4, interface.md section 5).
"use strict";

window.deskKeys = (acts, form, submitter) => {
  const writes = (target) => target.matches("textarea, select, [contenteditable]")
    || (target.matches("input") && !["checkbox", "radio", "submit", "button"].includes(target.type));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && form && (form.contains(event.target) || !writes(event.target))) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(submitter));
      return;
    }
    const act = acts[event.key.toLowerCase()];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) {
      return;
    }
    event.preventDefault();
    act();
  });
};
