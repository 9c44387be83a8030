// What makes the pages handier; each of them works without it.

import "./passkey.js";

// "/" goes to the search field, except while somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("#search");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

document.documentElement.dataset.script = "on";

// A print button is of no use without script, so the style sheet hides it until the line above has run.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A text to take along is copied, and it is said.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  const said = field.closest(".ds-field").querySelector("[data-copied]");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = said.dataset.copied;
  } catch {
    document.execCommand("copy"); // over plain HTTP there is no clipboard to write to
    said.textContent = said.dataset.copied;
  }
});

// A form that came back begins at what is wrong with it.
document.querySelector("[data-first]:not([data-sample] *)")?.focus();

// Escape closes the menu and gives the focus back to its button.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A question that is asked only after a certain choice is hidden until it has been made.
function askWhen() {
  for (const part of document.querySelectorAll("[data-when]")) {
    const chosen = [...document.getElementsByName(part.dataset.when)].filter((e) => e.checked).map((e) => e.value);
    part.hidden = !part.dataset.is.split(" ").some((value) => chosen.includes(value));
    part.querySelector("[data-condition]").hidden = true;
  }
}
document.addEventListener("change", askWhen);
askWhen();

// While an organisation is written, those that it may be are shown: a part of a page, fetched when the typing rests.
for (const place of document.querySelectorAll("[data-alike]")) {
  const form = place.closest("form");
  const asked = ["name", "number", "seat", "address", "email", "web"];
  let timer, fetching, shown = "";
  const look = async () => {
    const query = new URLSearchParams();
    for (const name of asked) query.set(name, form.elements[name].value.trim());
    if (!/^(16)?\d\d[2-9]\d{3}[\s-]?\d{4}$/.test(query.get("number"))) query.delete("number"); // a person's is never sent
    fetching?.abort();
    fetching = new AbortController();
    try {
      const answer = await fetch(place.dataset.alike + "&" + query, { signal: fetching.signal });
      const text = answer.ok && !answer.redirected ? await answer.text() : "";
      if (text !== shown) place.innerHTML = shown = text; // the same again is not read out again
    } catch {} // it was stopped, or there is no answer; saving asks as well
  };
  form.addEventListener("input", (event) => {
    if (!asked.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, 350);
  });
}

// Amounts in a table are added up while they are typed. Without script there is a button for it.
for (const form of document.querySelectorAll("[data-adding]")) {
  const sum = document.querySelector("[data-added]");
  if (!sum) continue;
  const add = () => {
    let ore = 0;
    for (const field of form.querySelectorAll("[data-adds]")) {
      const text = field.value.replace(/\s|kr/g, "").replace(".", ",");
      const [whole, part = ""] = text.split(",");
      if (/^\d+$/.test(whole) && /^\d{0,2}$/.test(part)) ore += Number(whole) * 100 + Number(part.padEnd(2, "0"));
    }
    sum.value = (ore / 100).toLocaleString(document.documentElement.lang, { minimumFractionDigits: ore % 100 ? 2 : 0 }) + " kr";
  };
  document.querySelector("[data-added-part]").hidden = false;
  form.addEventListener("input", add);
  add();
}
