"""The example row of each table: together a small plant without problems of form. Invented."""

from typing import Any

Values = dict[str, Any]
"""Cells by name; an amount as (number, unit, evidence)."""

EXAMPLE_ROWS: dict[str, Values] = {
    "meters": {"id": "gm_main", "measures": "gas", "name": "main gas meter", "owner": "supplier",
               "serial_number": "G-1", "calibrated": "2025-03-11"},
    "source_streams": {"id": "city_gas", "name": "city gas", "method": "combustion", "material": "city gas (LNG)",
                       "amount": (1912400, "Nm3", "meter:gm_main; city gas bills 2026")},
    "stream_users": {"source_streams": "city_gas", "name": "annealing_furnace",
                     "amount": (470300, "Nm3", "meter:gm_annealing")},
    "composition": {"source_streams": "city_gas", "name": "CaCO3", "amount": 0.95},
    "emission_sources": {"id": "annealing_furnace", "name": "annealing furnace", "kind": "furnace",
                         "serves": "annealing"},
    "throughput": {"emission_sources": "annealing_furnace", "name": "annealing",
                   "amount": (8788, "t", "meter:sc_wire")},
    "heat_nets": {"id": "steam", "name": "steam net", "produced_by": "boiler",
                  "heat_produced": (10430, "GJ", "meter:hm_boiler")},
    "heat_users": {"heat_nets": "steam", "name": "pickling", "amount": (6320, "GJ", "meter:hm_pickling")},
    "electricity": {"id": "grid", "kind": "grid", "amount": (9850, "MWh", "meter:em_main; bills 2026")},
    "electricity_users": {"name": "drawn_wire", "amount": (3160, "MWh", "meter:em_wire")},
    "processes": {"id": "drawn_wire", "name": "Wire drawing", "name_local": "신선"},
    "steps": {"processes": "drawn_wire", "id": "annealing", "kind": "annealing", "name": "spheroidising"},
    "goods": {"processes": "drawn_wire", "id": "annealed_wire", "name": "Drawn and annealed wire",
              "name_local": "소둔 선재", "cn_code": "72171039", "cbam_good": True,
              "produced": (8788, "t", "production ledger 2026"), "off_spec": (38, "t", "quality reports 2026"),
              "scrap": (214, "t", "scrap sales invoices 2026")},
    "stock": {"goods": "annealed_wire", "sent_out": (8750, "t", "delivery notes 2026"),
              "opening_stock": (112, "t", "stock list 2025-12-31"),
              "closing_stock": (150, "t", "stock list 2026-12-31")},
    "exports": {"goods": "annealed_wire", "name": "2026Q1", "amount": (612, "t", "customs papers")},
    "own_precursors": {"processes": "drawn_wire", "name": "annealed_wire", "amount": (42, "t", "issue slips 2026")},
    "scrap": {"processes": "drawn_wire", "name": "bought scrap", "amount": (4420, "t", "meter:wb_gate"),
              "pre_consumer": (2980, "t", "suppliers' certificates")},
    "inner_precursors": {"processes": "drawn_wire", "cn_code": "72139149", "transferred_out": (0, "t", "")},
    "purchases": {"id": "wire_rod", "name": "Cold-heading wire rod", "cn_code": "72139149",
                  "supplier": "Donghae Special Steel", "country_of_origin": "KR",
                  "received": (6250, "t", "meter:wb_gate; purchase ledger 2026")},
    "purchase_users": {"purchases": "wire_rod", "name": "drawn_wire", "amount": (6180, "t", "issue slips 2026")},
    "verified": {"purchases": "wire_rod", "direct": (1.962, "t CO2e/t", ""), "indirect": (0.148, "t CO2e/t", ""),
                 "verification_report": "DSS-2026-VR-017", "verifier": "Hangang Verification", "year": 2026},
    "price_scenarios": {"scenario": "last_published_price", "quarter": "2026Q3", "price": (75.28, "EUR/t CO2e", "")},
}  # fmt: skip

EXAMPLE_FORM: Values = {
    "company.name": "Hanbit Fastening Co., Ltd.",
    "company.name_local": "한빛체결 주식회사",
    "company.country": "KR",
    "company.address": "Ansan-si, Gyeonggi-do",
    "installation.name": "Hanbit Ansan Works",
    "installation.name_local": "한빛체결 안산공장",
    "installation.country": "KR",
    "installation.unlocode": "KRANS",
    "installation.latitude": "37.313900",
    "installation.longitude": "126.787200",
    "period": "2026",
}
"""Shown beside the cell of the form, not in it."""
