// Hides the questions that are not for the one who answers (interface.md 3.7): <div data-only="relative guardian"> stands
// only while one of these capacities is chosen, or none is. What was typed there stays and is sent as ever.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const choices = [...document.querySelectorAll("input[name=capacity]")];
  const groups = [...document.querySelectorAll("[data-only]")];
  const show = () => {
    const chosen = choices.find((choice) => choice.checked);
    groups.forEach((group) => {
      group.hidden = Boolean(chosen) && !group.dataset.only.split(" ").includes(chosen.value);
    });
  };
  choices.forEach((choice) => choice.addEventListener("change", show));
  show();
});
