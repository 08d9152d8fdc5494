#!/usr/bin/env python3
"""A straightforward CP-SAT model of a plan in slots, for comparison: one variable a game and slot, one slack a rule.

usage: cp_sat.py INSTANCE.json SECONDS WORKERS  (the instance as `changba bench fixtures` writes it)
Prints {"slots": [slot of each game or null]}; the bench judges it with its own checker.
"""
import json
import sys

from ortools.sat.python import cp_model

HARD = 100_000


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    games, slots = asked["games"], range(asked["slots"])
    model = cp_model.CpModel()
    play = [[model.new_bool_var("") for _ in slots] for _ in games]
    cost = []
    for row in play:
        model.add_at_most_one(row)
        cost.append(HARD * (1 - sum(row)))
    for club in range(asked["clubs"]):
        own = [row for row, game in zip(play, games) if club in game]
        for slot in slots:
            if own:
                model.add_at_most_one(row[slot] for row in own)
    for rule in asked["counts"]:
        count = sum(play[game][slot] for game in rule["games"] for slot in rule["slots"])
        limit(model, cost, count, rule, len(rule["games"]))
    for rule in asked["apart"]:
        one, other = rule["games"]
        for first in slots:
            for then in range(max(0, first - rule["least"]), min(len(slots), first + rule["least"] + 1)):
                missed = rule["least"] + 1 - abs(first - then)
                together = model.new_bool_var("")
                model.add(play[one][first] + play[other][then] <= 1 + together)
                if rule["hard"]:
                    model.add(together == 0)
                else:
                    cost.append(rule["weight"] * missed * together)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(sys.argv[2])
    solver.parameters.num_workers = int(sys.argv[3])
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    placed = [next((s for s in slots if solver.value(row[s])), None) if found else None for row in play]
    print(json.dumps({"slots": placed, "status": solver.status_name(status)}))


def limit(model, cost, count, rule, most):
    for bound, sign in ((rule["most"], 1), (rule["least"], -1)):
        if (sign > 0 and bound >= most) or (sign < 0 and bound == 0):
            continue
        if rule["hard"]:
            model.add(sign * count <= sign * bound)
            continue
        over = model.new_int_var(0, most, "")
        model.add(over >= sign * count - sign * bound)
        cost.append(rule["weight"] * over)


main()
