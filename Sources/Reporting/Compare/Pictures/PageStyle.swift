/// How a page looks on a screen, light and dark, and on A4.
enum PageStyle {
  static let rules = """
    :root{color-scheme:light dark}
    body{margin:0;background:#ffffff;color:#1c2126;\
    font:15px/1.45 Helvetica,Arial,"DejaVu Sans",sans-serif}
    main{max-width:1020px;margin:0 auto;padding:20px 24px 40px}
    h1{font-size:26px;line-height:1.2;margin:14px 0 12px}
    h2{font-size:19px;margin:34px 0 8px}
    h1,h2,td,th,dd,dt,p,caption{overflow-wrap:anywhere;unicode-bidi:isolate}
    a{color:#005a8f}
    .use{margin:0;padding:7px 12px;background:#fdf3d8;color:#4a3a05;font-size:13px}
    .alert{padding:7px 12px;border-left:4px solid #d55e00;background:#fdefe6;margin:12px 0}
    .note{color:#59636e;margin:4px 0 10px}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;margin:0}
    dt{color:#59636e;max-width:240px}
    dd{margin:0}
    .table{overflow-x:auto;margin:0 0 16px}
    table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:bold;font-size:14px;padding:8px 0 4px}
    th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;\
    border-bottom:1px solid #dfe3e8}
    th{color:#59636e;font-weight:normal;border-bottom:1px solid #8b949e}
    th.number,td.number{text-align:right;overflow-wrap:normal}
    .own th,.own td{overflow-wrap:break-word}
    tr:target{background:#fdf3d8}
    figure{margin:0 0 14px}
    svg.picture{display:block;max-width:100%;height:auto}
    .cards{display:flex;flex-wrap:wrap;gap:10px}
    .cards figure{border:1px solid #dfe3e8}
    footer{margin-top:36px;padding-top:8px;border-top:1px solid #dfe3e8;color:#59636e;\
    font-size:12px}
    @media screen and (prefers-color-scheme:dark){
    body{background:#15181c;color:#e6eaee}
    a{color:#7cc4f0}
    .use{background:#3a3212;color:#f4e3a6}
    .alert{background:#38231a}
    .note,dt,th,footer{color:#a3adb8}
    th,td,.cards figure,footer{border-color:#30363d}
    tr:target{background:#3a3212}
    }
    @media print{
    @page{size:A4;margin:14mm}
    body{font-size:10pt}
    main{max-width:none;padding:0}
    table{font-size:8pt}
    h2,.note{break-after:avoid}
    figure,tr,caption,.use,dl{break-inside:avoid}
    thead{display:table-header-group}
    .table{overflow:visible}
    .cards figure{width:84mm}
    .use,.alert,.picture *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    }

    """
}
