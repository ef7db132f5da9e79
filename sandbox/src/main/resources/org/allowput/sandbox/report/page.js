"use strict";
(() => {
  // From bytes, not by a URL: it is there before the first text is drawn, and no policy has to allow it.
  const font = Uint8Array.from(atob(document.getElementById("font").textContent), (character) => character.charCodeAt(0));
  document.fonts.add(new FontFace("Inter Variable", font, { weight: "100 900" }));

  const data = JSON.parse(document.getElementById("data").textContent);
  const accent = "var(--accent)";
  const second = "var(--second)";
  const span = [0, data.throughput.at(-1).to];
  const axis = { grid: true, nice: true };
  const whole = { ...axis, tickFormat: (n) => (Number.isInteger(n) ? n.toLocaleString("en") : "") };

  const bars = (bins, label) => (width) => ({
    width, height: 240, marginLeft: 44, marginBottom: 58,
    x: { label, domain: bins.map((bin) => bin.label), tickRotate: -25, tickFormat: (l) => l.split(" to ")[0],
      ticks: bins.map((bin) => bin.label).filter((_, i) => i % Math.ceil((bins.length * 52) / width) === 0) },
    y: { ...whole, label: "objects" },
    marks: [
      Plot.barY(bins, { x: "label", y: "count", fill: accent, tip: true, title: (bin) => `${bin.label}: ${bin.count}` }),
      Plot.ruleY([0]),
    ],
  });

  const charts = {
    throughput: (width) => ({
      width, height: 250, marginBottom: 42, x: { label: "seconds", labelOffset: 38, labelArrow: "none", domain: span }, y: { ...axis, label: "objects a second" },
      marks: [
        Plot.rectY(data.throughput, { x1: "from", x2: "to", y: "perSecond", fill: accent, tip: true,
          title: (s) => `${s.from} s: ${s.objects} objects, ${s.perSecond.toFixed(1)} a second` }),
        Plot.ruleY([0]),
      ],
    }),
    lag: (width) => ({
      width, height: 250, marginLeft: 50, marginBottom: 42, x: { label: "seconds", labelOffset: 38, labelArrow: "none", domain: span }, y: { ...axis, label: "lag, ms", zero: true },
      marks: [
        Plot.dot(data.lag, { x: "at", y: "lag", r: 2.5, fill: accent, fillOpacity: 0.55, tip: true,
          title: (p) => `${p.key}\n${p.lag} ms` }),
        Plot.line(data.throughput.filter((s) => s.objects > 0),
          { x: (s) => (s.from + s.to) / 2, y: "median", stroke: second, strokeWidth: 2 }),
        Plot.text(data.throughput.filter((s) => s.objects > 0).slice(-1),
          { x: (s) => (s.from + s.to) / 2, y: "median", text: () => "median", fill: second, dy: -8, textAnchor: "end" }),
        Plot.ruleY([0]),
      ],
    }),
    lags: bars(data.lags, "lag, from"),
    sizes: bars(data.sizes, "size, from"),
    endings: (width) => ({
      width, height: Math.max(120, 70 + 64 * data.endings.length), marginLeft: Math.min(220, width * 0.4), marginRight: 50,
      marginBottom: 42, x: { ...whole, label: "deliveries", labelOffset: 38, labelArrow: "none" }, y: { axis: null, domain: data.endings.map((e) => e.label) },
      marks: [
        Plot.axisY({ label: null, lineWidth: Math.min(16, width / 32), tickSize: 0 }),
        Plot.barX(data.endings, { x: "count", y: "label", fill: (e) => (e.label.startsWith("failed") ? second : accent) }),
        Plot.text(data.endings, { x: "count", y: "label", text: "count", textAnchor: "start", dx: 6, fill: "currentColor" }),
        Plot.ruleX([0]),
      ],
    }),
  };

  const draw = () => {
    for (const place of document.querySelectorAll("[data-chart]")) {
      const svg = Plot.plot({
        ...charts[place.dataset.chart](Math.max(260, place.clientWidth)),
        style: { background: "none", fontFamily: "inherit", fontSize: "12px", "--plot-background": "var(--card)" },
      });
      // The place itself is the picture and says in words what it shows: its parts say nothing of their own.
      svg.querySelectorAll("g[aria-label]").forEach((part) => part.removeAttribute("aria-label"));
      place.replaceChildren(svg);
    }
  };
  draw();
  let width = document.body.clientWidth;
  addEventListener("resize", () => {
    if (document.body.clientWidth !== width) {
      width = document.body.clientWidth;
      draw();
    }
  });
})();
