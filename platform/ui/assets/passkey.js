// Passkeys. A form that uses one asks the browser for it and goes on with the answer; the style sheet hides such forms
// where no script or no passkeys are to be had.

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials) {
  document.documentElement.dataset.passkeys = "on";
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  button.disabled = true;
  try {
    const asked = await fetch(form.dataset.begin, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const json = asked.ok && asked.headers.get("Content-Type")?.startsWith("application/json");
    if (json) form.elements.credential.value = JSON.stringify(await answerTo(form.dataset.passkey, await asked.json()));
    form.submit(); // without an answer the page that comes says what is wrong
  } catch (fault) {
    const key = fault.name[0].toLowerCase() + fault.name.slice(1);
    said.textContent = said.dataset[key] ?? said.dataset.other;
    button.disabled = false;
  }
});

async function answerTo(act, options) {
  const publicKey = act === "create" ? PublicKeyCredential.parseCreationOptionsFromJSON(options) : PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return (await navigator.credentials[act]({ publicKey })).toJSON();
}
