// Everything, in the order in which a reader meets it.

function startTheme() {
  const button = byId("theme");
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const show = (dark) => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    button.textContent = dark ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to the ${dark ? "light" : "dark"} theme`);
  };
  show(preferred.matches);
  preferred.addEventListener("change", (happened) => show(happened.matches));
  button.addEventListener("click", () => show(document.documentElement.dataset.theme !== "dark"));
}

startTheme();
drawTitle();
drawFigures();
drawLeftOut();
startFilters();
startTimeline();
startMap();
startFacets();
startTable();
startEvidence();
startDownload();
startQuery();
drawQuality();
readAddress();
refresh();
document.documentElement.dataset.ready = "true";
