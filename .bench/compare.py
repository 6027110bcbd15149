#!/usr/bin/env python3
"""Compares DuckDB's results with scorecard.json, value by value: compare.py RESULT.csv SCORECARD.json"""
import csv, json, sys

card = json.load(open(sys.argv[2]))
mine = {q['id']: q['value'] for q in card['quantities']}
for s in card['sdrs']:
    for rule, verdicts in s['obligations'].items():
        for verdict, n in verdicts.items():
            mine[f"sdr.{s['sdr']}.{rule}.{verdict}"] = n
rows = {r[0]: r[1] for r in csv.reader(open(sys.argv[1]))}
for id, n in mine.items():  # DuckDB lists no row for an empty group: it stands for 0
    if n and id not in rows and id.split('.')[-1] in ('met', 'late', 'missed', 'excused') and id.startswith(('adherence.', 'sdr.')):
        rows[id] = '0'
wrong = [(id, v, mine.get(id)) for id, v in rows.items() if mine.get(id) is None or abs(float(v) - mine[id]) > 1e-9 * max(1, abs(mine[id]))]
for id, theirs, ours in wrong:
    print(f'{id}: DuckDB {theirs}, leadpact {ours}')
print(f'{len(rows)} values, {len(wrong)} differ')
sys.exit(bool(wrong))
