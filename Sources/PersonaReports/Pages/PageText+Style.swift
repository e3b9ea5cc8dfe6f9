/// What all pages have in common.
enum PageText {
    static let style = """
        :root { color-scheme: light; font: 16px/1.4 system-ui, sans-serif; }
        body { margin: 0; color: #1c2430; background: #fff; }
        header, form { padding: 0 clamp(12px, 3vw, 32px); }
        h1 { font-size: clamp(1.15rem, 3.5vw, 1.6rem); margin: 1rem 0 .25rem; }
        p { margin: 0 0 .75rem; color: #556070; font-size: .92rem; overflow-wrap: anywhere; }
        form { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
        label { display: flex; gap: .5rem; align-items: center; font-size: .92rem; }
        label.layer { flex: 1 1 260px; max-width: 560px; }
        input[type=range] { flex: 1; min-width: 120px; }
        output { min-width: 4.5em; font-variant-numeric: tabular-nums; }
        select { font: inherit; max-width: 60vw; }
        main { width: 100%; height: clamp(380px, 78vh, 900px); }
        """
}
