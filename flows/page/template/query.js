// The box for SQL, which only a served page has: the server runs the query, read-only, and sends rows back.

let answered = null;

async function runQuery() {
  const status = byId("query-status");
  status.textContent = "Running…";
  byId("query-run").disabled = true;
  const began = performance.now();
  try {
    const response = await fetch("query", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ sql: byId("query-text").value }) });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    answered = answer;
    const numeric = (n) => answer.rows.some((row) => typeof row[n] === "number");
    byId("query-result").replaceChildren(simpleTable(answer.columns, answer.rows, { numeric }));
    status.textContent = `${answer.more ? "the first " : ""}${counted(answer.rows.length, "row")} in ${((performance.now() - began) / 1000).toFixed(2)} s`;
    byId("query-download").hidden = false;
  } catch (error) {
    byId("query-result").replaceChildren();
    byId("query-download").hidden = true;
    status.replaceChildren(told(`${error.message}`));
  }
  byId("query-run").disabled = false;
}

function startQuery() {
  if (!DATA.served) return;
  byId("query").hidden = false;
  byId("query-form").addEventListener("submit", (happened) => { happened.preventDefault(); runQuery(); });
  byId("query-text").addEventListener("keydown", (happened) => {
    if (happened.key === "Enter" && (happened.ctrlKey || happened.metaKey)) { happened.preventDefault(); runQuery(); }
  });
  byId("query-download").addEventListener("click", () => saveCsv(answered.columns, answered.rows, `query-${DATA.release.id}.csv`));
}
