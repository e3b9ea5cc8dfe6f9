// Draws the page's data and redraws it when a control changes.
//
// Plotly reads a little HTML in texts, so that every name is escaped on its way in.
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const figure = document.getElementById('figure');
const controls = document.getElementById('controls');
const state = {layer: 0};
const narrow = () => window.innerWidth < 600;
const safe = text => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
const palette = ['#3366aa', '#dc6b19', '#2d9448', '#b2182b', '#7b57a8', '#8c564b', '#d44fa0',
    '#6b7684', '#a3a316', '#1798a8'];
const short = (text, n) => text.length > n ? text.slice(0, n - 1) + '…' : text;
const person = i => 'Persona: ' + safe(data.names[i]) + '<br>ID: ' + safe(data.ids[i]);

function control(text, input, className) {
    const label = document.createElement('label');
    label.textContent = text;
    if (className) label.className = className;
    label.append(input);
    controls.append(label);
    return label;
}

function slider() {
    if (!data.layers) return;
    if (data.layers.length < 2) {
        const only = document.createElement('output');
        only.textContent = 'Layer ' + data.layers[0];
        controls.append(only);
        return;
    }
    const input = document.createElement('input');
    Object.assign(input, {type: 'range', id: 'layer', min: 0, max: data.layers.length - 1,
        value: 0});
    const output = document.createElement('output');
    output.textContent = 'Layer ' + data.layers[0];
    input.addEventListener('input', () => {
        state.layer = Number(input.value);
        output.textContent = 'Layer ' + data.layers[state.layer];
        draw();
    });
    control('', input, 'layer').append(output);
}

function choice(name, text, options, labels = options) {
    state[name] = options[0];
    if (options.length < 2) return;
    const select = document.createElement('select');
    select.id = name;
    options.forEach((option, i) => select.append(new Option(labels[i], option)));
    select.addEventListener('change', () => { state[name] = select.value; draw(); });
    control(text, select);
}

const base = () => ({margin: {l: 60, r: 20, t: 36, b: 50}, autosize: true,
    hovermode: 'closest', hoverlabel: {align: 'left'}, font: {size: narrow() ? 11 : 13},
    legend: {itemsizing: 'constant', ...(narrow() ? {orientation: 'h', y: -0.18} : {})},
    uirevision: state.view || 'same'});

// One color is no attribute, though one may have its name.
const key = coloring => coloring.type === 'none' ? '\n' : coloring.name;

// A scene fills the height, so that a narrow page needs a square; from farther away, titles and ticks
// fit too.
const scene = () => ({margin: {l: 0, r: 0, t: 10, b: 10},
    eye: narrow() ? {x: 1.8, y: 1.8, z: 1.3} : {x: 1.4, y: 1.4, z: 1.15}});

// About how much room what stands below a narrow figure takes.
function legendHeight(coloring) {
    if (coloring.type === 'none') return 0;
    if (coloring.type === 'groups') return 40 + 11 * new Set(coloring.values).size;
    return 80 + 17 * (coloring.ticks ?? []).length;
}

// The names of ranks beside their scale; below the figure, where it is narrow, under each other's
// numbers in the title.
function colorbar(coloring) {
    const name = safe(short(coloring.name, 40));
    const ticks = coloring.ticks ? {tickmode: 'array',
        tickvals: coloring.ticks.map((_, i) => i)} : {};
    if (!narrow()) return {title: {text: name}, thickness: 14, ...ticks,
        ...(coloring.ticks ? {ticktext: coloring.ticks.map(t => safe(short(t, 40)))} : {})};
    const ranks = (coloring.ticks ?? []).map((t, i) => '<br>' + (i + 1) + '  ' +
        safe(short(t, 36)));
    return {title: {text: name + ranks.join(''), side: 'top'}, thickness: 10,
        orientation: 'h', x: 0.5, xanchor: 'center', y: -0.22, yanchor: 'top', ...ticks,
        ...(coloring.ticks ? {tickangle: 0, ticktext: coloring.ticks.map((_, i) => i + 1)} : {})};
}

const draws = {
    scatter() {
        const frame = data.frames[state.layer], points = frame[state.view];
        const flat = points.length < 3;
        const coloring = data.colorings.find(c => key(c) === state.coloring);
        figure.style.height = flat || !narrow() ? ''
            : 'calc(100vw + ' + legendHeight(coloring) + 'px)';
        const axis = i => data.axis + ' ' + (i + 1) + (frame.shares && (flat || !narrow()) ?
            ' (' + (100 * frame.shares[i]).toFixed(1) + ' %)' : '');
        const hover = i => person(i) + (coloring.texts ? '<br>' + safe(coloring.name) +
            ': ' + safe(coloring.texts[i] ?? 'Unknown') : '');
        const trace = (indices, extra) => ({
            type: flat ? 'scatter' : 'scatter3d', mode: 'markers',
            x: indices.map(i => points[0][i]),
            y: indices.map(i => flat && points.length < 2 ? 0 : points[1][i]),
            ...(flat ? {} : {z: indices.map(i => points[2][i])}),
            text: indices.map(hover), hoverinfo: 'text', ...extra,
            marker: {size: flat ? 8 : narrow() ? 3 : 4, opacity: 0.85,
                line: {width: flat ? 0.5 : 0, color: '#fff'}, ...extra.marker}});
        const all = data.names.map((_, i) => i);
        let traces;
        if (coloring.type === 'groups') {
            const rest = name => /^(Other( \(rare\))?|Unknown( \(no value\))?)$/.test(name);
            const names = [...new Set(coloring.values)].sort((a, b) =>
                rest(a) - rest(b) || (a < b ? -1 : 1));
            traces = names.map(name => trace(all.filter(i => coloring.values[i] === name),
                {name: safe(short(name, 28)), marker: {color: coloring.colors[name]}}));
        } else if (coloring.type === 'none') {
            traces = [trace(all, {name: 'personas', marker: {color: '#3366aa'}})];
        } else {
            const known = all.filter(i => coloring.values[i] !== null);
            traces = [trace(known, {name: 'personas', marker: {colorscale: 'Viridis',
                color: known.map(i => coloring.values[i]), showscale: true,
                colorbar: colorbar(coloring)}})];
            const unknown = all.filter(i => coloring.values[i] === null);
            if (unknown.length) traces.push(trace(unknown,
                {name: 'Unknown', marker: {color: '#999'}}));
        }
        const axes = flat
            ? {xaxis: {title: {text: axis(0)}}, yaxis: {title: {text: points.length > 1 ?
                axis(1) : ''}}}
            : {margin: scene().margin, scene: {camera: {eye: scene().eye},
                xaxis: {title: {text: axis(0)}}, yaxis: {title: {text: axis(1)}},
                zaxis: {title: {text: axis(2)}}}};
        return [traces, {...base(), ...axes, showlegend: coloring.type === 'groups'}];
    },

    similarity() {
        const frame = data.frames[state.layer], n = data.names.length;
        const order = state.order === 'clustered' ? frame.order
            : data.names.map((_, i) => i);
        const at = (i, j) => (i >= j ? frame.triangle[i * (i + 1) / 2 + j]
            : frame.triangle[j * (j + 1) / 2 + i]) / 1000;
        const z = order.map(i => order.map(j => at(i, j)));
        const text = order.map(i => order.map(j => safe(data.names[i]) + ' × ' +
            safe(data.names[j])));
        const few = n <= (narrow() ? 12 : 45);
        const axis = {tickmode: 'array', showticklabels: few, ticks: '', automargin: true,
            tickvals: order.map((_, i) => i),
            ticktext: order.map(i => safe(short(data.names[i], 18))),
            title: {text: few ? '' : n + ' personas'}};
        return [[{type: 'heatmap', z, text, zmin: -1, zmax: 1, colorscale: 'RdBu',
            reversescale: true, hovertemplate: '%{text}<br>cosine %{z:.3f}<extra></extra>',
            colorbar: {title: {text: 'cosine'}, thickness: 14}}],
            {...base(), xaxis: axis, yaxis: {...axis, autorange: 'reversed'}}];
    },

    pairs() {
        const rows = data.frames[state.layer].slice().reverse();
        const name = i => short(data.names[i], narrow() ? 11 : 24);
        return [[{type: 'bar', orientation: 'h', x: rows.map(r => r[2]),
            y: rows.map((_, i) => i),
            marker: {color: rows.map(r => r[2] < 0 ? '#b2182b' : '#2166ac')},
            text: rows.map(r => person(r[0]) + '<br>' + person(r[1]) +
                '<br>cosine ' + r[2].toFixed(4)),
            textposition: 'none', hoverinfo: 'text'}],
            {...base(), xaxis: {title: {text: 'Cosine similarity'}, range: [-1, 1]},
                yaxis: {tickmode: 'array', automargin: true,
                    tickvals: rows.map((_, i) => i),
                    ticktext: rows.map(r => safe(name(r[0]) + ' – ' + name(r[1])))}}];
    },

    lines() {
        const shown = data.lines.filter(line => state.view in line.views);
        const color = line => line.color === undefined ? {}
            : {color: palette[line.color % palette.length]};
        const traces = shown.map(line => {
            const y = line.views[state.view];
            return {type: 'scatter', mode: 'lines+markers', name: safe(line.name), y,
                x: data.xs || y.map((_, i) => i + (data.start ?? 0)),
                line: {...color(line), dash: line.dash || 'solid'},
                marker: {symbol: y.map((_, i) => i === line.best ? 'star' : 'circle'),
                    size: y.map((_, i) => i === line.best ? 14 : 6), opacity: 1,
                    line: {width: 0}}};
        });
        const title = typeof data.y === 'string' ? data.y : data.y[state.view];
        const xs = traces.flatMap(t => t.x);
        // There is nothing between two layers.
        const few = Math.max(...xs) - Math.min(...xs) <= (narrow() ? 8 : 16);
        // Markers of their own size leave room to tell dashes from lines.
        return [traces, {...base(), legend: {...base().legend, itemsizing: 'trace'},
            xaxis: {title: {text: data.x}, zeroline: false, ...(few ? {dtick: 1} : {})},
            yaxis: {title: {text: title}, rangemode: 'tozero'}, showlegend: true}];
    },

    dendrogram() {
        const frame = data.frames[state.layer], n = frame.order.length;
        const x = [], y = [];
        for (const [a, b, ha, hb, h] of frame.brackets) {
            x.push(ha, h, h, hb, null);
            y.push(a, a, b, b, null);
        }
        const few = n <= 60, named = n <= 1500;
        figure.style.height = few ? '' : Math.max(700, named ? n * 12 : 6000) + 'px';
        const size = few ? undefined : 9;
        return [[{type: 'scatter', mode: 'lines', x, y, hoverinfo: 'skip',
            line: {width: 1.2, color: '#3366aa'}},
            {type: 'scatter', mode: 'markers', x: frame.order.map(() => 0),
                y: frame.order.map((_, i) => i), marker: {size: 4, color: '#3366aa'},
                text: frame.order.map(person), hoverinfo: 'text'}],
            {...base(), showlegend: false, xaxis: {title: {text: 'Height of the merge'}},
                yaxis: {tickmode: 'array', automargin: true, zeroline: false,
                    showgrid: false, range: [-1, n], showticklabels: named,
                    tickfont: {size}, tickvals: frame.order.map((_, i) => i),
                    ticktext: frame.order.map(i => safe(short(data.names[i],
                        narrow() ? 12 : 28)))}}];
    },

    table() {
        const z = data.views[state.view], rows = data.rows || data.names;
        // Numbers of layers are left out where they would run into each other.
        const step = data.x ? Math.ceil(data.names.length / (narrow() ? 8 : 24)) : 1;
        const axis = (names, step) => {
            const kept = names.map((_, i) => i).filter(i => i % step === 0);
            return {tickmode: 'array', tickvals: kept, automargin: true,
                zeroline: false, showgrid: false,
                ticktext: kept.map(i => safe(short(names[i], narrow() ? 12 : 24)))};
        };
        const few = data.x && data.names.length <= (narrow() ? 5 : 16);
        const column = name => data.x ? data.x.toLowerCase() + ' ' + name : name;
        const x = data.x ? {tickangle: 0, title: {text: data.x}}
            : narrow() && data.names.length > 12 ? {tickangle: -90, tickfont: {size: 8}}
            : {tickangle: -45};
        const values = z.flat().filter(v => v !== null);
        const diverges = (data.diverging ?? []).includes(state.view);
        const farthest = Math.max(...values.map(Math.abs), 1e-9);
        const range = diverges
            ? {zmin: -farthest, zmax: farthest, colorscale: 'RdBu', reversescale: true}
            : {zmin: Math.min(0, ...values), zmax: Math.max(1, ...values),
                colorscale: 'Viridis'};
        return [[{type: 'heatmap', z, ...range, xgap: 1, ygap: 1,
            text: z.map((row, i) => row.map((_, j) => safe(rows[i]) + ' × ' +
                safe(column(data.names[j])))),
            ...(few ? {texttemplate: '%{z:.2f}'} : {}),
            hovertemplate: '%{text}<br>%{z:.3f}<extra></extra>',
            colorbar: {thickness: 14}}],
            {...base(), xaxis: {...axis(data.names, step), ...x},
                yaxis: {...axis(rows, 1), autorange: 'reversed'}}];
    },
};

function draw() {
    const [traces, layout] = draws[data.kind]();
    Plotly.react(figure, traces, layout, {responsive: true, displaylogo: false});
}

slider();
if (data.kind === 'scatter') {
    choice('view', 'View', ['2-D', '3-D'].filter(view => view in data.frames[0]));
    choice('coloring', 'Colour by', data.colorings.map(key),
        data.colorings.map(c => c.label ?? c.name));
}
if (data.kind === 'similarity') choice('order', 'Order', ['clustered', 'as listed']);
if (data.kind === 'lines') choice('view', 'Show',
    Object.keys(typeof data.y === 'string' ? data.lines[0].views : data.y));
if (data.kind === 'table') choice('view', data.choice || 'Show', Object.keys(data.views));
draw();
let wasNarrow = narrow();
window.addEventListener('resize', () => {
    if (narrow() !== wasNarrow) { wasNarrow = narrow(); draw(); }
});
