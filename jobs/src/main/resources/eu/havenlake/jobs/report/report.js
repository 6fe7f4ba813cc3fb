(function () {
  'use strict';
  var COLOURS = ['#2f7fc1', '#d9730d', '#16986f', '#c2558b', '#7c6fd6', '#a08a1e', '#5b8a9a', '#b5524a'];
  var AXIS = '#7d8790';
  var GRID = 'rgba(125, 135, 144, 0.22)';

  function number(value) {
    return value == null ? '' : value.toFixed(3);
  }

  function whole(u, splits) {
    return splits.map(function (v) { return Number.isInteger(v) ? String(v) : ''; });
  }

  function ticks(u, splits) {
    return splits.map(function (v) { return String(+v.toFixed(4)); });
  }

  function axis(extra) {
    return Object.assign({
      stroke: AXIS,
      font: '12px system-ui, sans-serif',
      labelFont: '12px system-ui, sans-serif',
      labelSize: 20,
      grid: { stroke: GRID, width: 1 },
      ticks: { stroke: GRID, width: 1 }
    }, extra);
  }

  function size(box, chart) {
    var width = Math.max(220, Math.floor(box.clientWidth));
    return { width: width, height: chart.unit ? Math.min(width, 380) : Math.min(280, Math.max(200, width * 0.6)) };
  }

  function draw(box) {
    var chart = JSON.parse(box.dataset.chart);
    var single = chart.x.length === 1;
    var x = chart.x;
    var series = [{ label: chart.xLabel, value: function (u, v) { return v == null ? '' : String(+v.toFixed(3)); } }];
    var data = [x];
    chart.series.forEach(function (line, i) {
      series.push({
        label: line.label,
        stroke: COLOURS[i % COLOURS.length],
        width: 2,
        spanGaps: true,
        points: { show: single },
        value: function (u, v) { return number(v); }
      });
      data.push(line.values);
    });
    var scales = { x: { time: false } };
    if (chart.unit) {
      scales.x.range = [0, 1];
      scales.y = { range: [0, 1.02] };
    } else if (single) {
      scales.x.range = [x[0] - 1, x[0] + 1];
    }
    var options = Object.assign(size(box, chart), {
      scales: scales,
      series: series,
      legend: { live: true },
      cursor: { drag: { x: false, y: false } },
      axes: [
        axis({ label: chart.xLabel, size: 34, values: chart.unit ? ticks : whole }),
        axis({ size: 48, values: ticks, label: chart.yLabel || undefined })
      ],
      hooks: chart.unit ? { drawAxes: [diagonal] } : {}
    });
    var plot = new uPlot(options, data, box);
    new ResizeObserver(function () { plot.setSize(size(box, chart)); }).observe(box);
  }

  function diagonal(u) {
    var c = u.ctx;
    c.save();
    c.strokeStyle = AXIS;
    c.setLineDash([4, 4]);
    c.beginPath();
    c.moveTo(u.valToPos(0, 'x', true), u.valToPos(0, 'y', true));
    c.lineTo(u.valToPos(1, 'x', true), u.valToPos(1, 'y', true));
    c.stroke();
    c.restore();
  }

  document.querySelectorAll('[data-chart]').forEach(draw);
})();
