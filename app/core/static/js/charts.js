// Charts: draws every [data-chart] on a canvas in the page's own colours; a click opens the list behind the figure.
"use strict";
(() => {
  const places = [...document.querySelectorAll("[data-chart]")];
  if (!places.length || !window.echarts) return;
  const root = document.documentElement;
  const language = root.lang || "zh-Hans";
  const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });
  const formats = {
    money: new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    number: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }),
  };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const said = (unit) => (value) => (value === null || value === undefined || value === "" ? "–" : formats[unit].format(value));

  // Shapes of boards: a pyramid's left side is negative to be drawn; a bridge's bars have the colours of more and less.
  const turned = (format, absolute) => (absolute ? (value) => format(typeof value === "number" ? Math.abs(value) : value) : format);
  const BARS = { sum: "--chart-0", more: "--chart-3", less: "--chart-4" };
  const step = (one) => {
    const sum = one.itemStyle.kind === "sum";
    const words = `${sum || one.told < 0 ? "" : "+"}${short.format(one.told)}`;
    return {
      ...one,
      itemStyle: { color: colour(BARS[one.itemStyle.kind]), borderRadius: 2 },
      label: { show: true, formatter: words, position: sum ? "insideRight" : "right", color: sum ? colour("--surface") : colour("--text"), fontSize: 12 },
    };
  };
  const steps = (data) => data.map((one) => (one && one.itemStyle && one.itemStyle.kind ? step(one) : one));
  const limit = (one) => one.markLine && {
    ...one.markLine,
    lineStyle: { color: colour("--danger"), type: "dashed", width: 1.5 },
    label: { formatter: "{b}", position: "insideEndTop", color: colour("--danger"), fontSize: 12 },
  };

  const axis = (one, unit, absolute) => {
    const value = one.type === "value";
    return {
      ...one,
      axisLine: { show: !value, lineStyle: { color: colour("--line-strong") } },
      axisTick: { show: false },
      splitLine: { show: value, lineStyle: { color: colour("--line") } },
      minInterval: value && unit === "number" ? 1 : undefined,
      axisLabel: {
        color: colour("--quiet"), fontSize: 12, hideOverlap: true,
        ...(value ? { formatter: turned((figure) => short.format(figure), absolute) } : { width: 108, overflow: "truncate", ellipsis: "…" }),
      },
    };
  };
  const series = (one, unit, narrow) => {
    if (one.type === "pie") {
      return {
        ...one,
        center: ["50%", narrow ? "44%" : "50%"],
        itemStyle: { borderColor: colour("--surface"), borderWidth: 2 },
        label: { show: !narrow, color: colour("--text"), formatter: (slice) => `${slice.name} ${said(unit)(slice.value)} (${slice.percent}%)` },
      };
    }
    if (one.carrier) return { ...one, itemStyle: { color: "transparent" }, emphasis: { disabled: true }, barMaxWidth: 34, tooltip: { show: false } };
    return {
      ...one,
      data: steps(one.data),
      markLine: limit(one),
      barMaxWidth: 34,
      symbol: "circle",
      symbolSize: 7,
      lineStyle: { width: 2.5 },
      areaStyle: one.type === "line" && one.alone ? { opacity: 0.08 } : undefined,
      itemStyle: one.type === "bar" && !one.stack ? { borderRadius: 3 } : undefined,
      emphasis: { focus: "series" },
      cursor: "pointer",
    };
  };
  const whole = (payload, narrow) => {
    const option = payload.option;
    const frame = { color: colour("--text"), fontFamily: getComputedStyle(document.body).fontFamily };
    const axes = option.xAxis ? { xAxis: axis(option.xAxis, payload.unit, option.absolute), yAxis: axis(option.yAxis, payload.unit, option.absolute) } : {};
    const pie = !option.xAxis;
    return {
      animation: !still,
      animationDuration: 350,
      color: [...Array(12).keys()].map((place) => colour(`--chart-${place}`)),
      textStyle: frame,
      grid: { left: 8, right: 20, top: option.legend.show ? 40 : 16, bottom: 8, containLabel: true },
      legend: {
        ...option.legend, show: option.legend.show && (!pie || narrow), type: "scroll", itemWidth: 12, itemHeight: 12, icon: "roundRect", textStyle: { color: colour("--text") },
        pageIconColor: colour("--brand-text"), pageIconInactiveColor: colour("--line-strong"), pageTextStyle: { color: colour("--quiet") },
        ...(pie ? { bottom: 0 } : { top: 4, right: 8, left: narrow ? 8 : "auto" }),
      },
      tooltip: {
        ...option.tooltip, renderMode: "richText", confine: true, valueFormatter: turned(said(payload.unit), option.absolute),
        backgroundColor: colour("--raised"), borderColor: colour("--line-strong"), textStyle: { color: colour("--text"), fontSize: 13 },
      },
      ...axes,
      series: option.series.map((one) => series({ ...one, alone: option.series.length === 1 }, payload.unit, narrow)),
    };
  };

  const drawn = places.map((place) => {
    const payload = JSON.parse(place.dataset.chart);
    if (payload.lines) place.style.height = `${Math.max(320, 60 + payload.lines * 24)}px`;
    const picture = window.echarts.init(place, null, { renderer: "canvas" });
    const draw = () => picture.setOption(whole(payload, place.clientWidth < 520), true);
    picture.on("click", (event) => {
      const url = (payload.urls[event.seriesIndex] || [])[event.dataIndex];
      if (url) window.location.assign(url);
    });
    draw();
    new ResizeObserver(() => { picture.resize(); }).observe(place);
    return draw;
  });
  new MutationObserver(() => drawn.forEach((draw) => draw())).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
