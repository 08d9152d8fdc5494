#!/usr/bin/env python3
"""A straightforward CP-SAT model of a plan, for comparison: one variable a game and slot, one slack a rule.

usage: cp_sat.py INSTANCE.json SECONDS WORKERS  (the instance as `changba bench fixtures` writes it)
Prints {"slots": [slot of each game or null]}; the bench judges it with its own checker.
"""
import json
import sys

from ortools.sat.python import cp_model

HARD = 100_000


class Question:
    """The variables of an instance, and its cost."""

    def __init__(self, asked):
        self.games, self.slots, self.clubs = asked["games"], range(asked["slots"]), range(asked["clubs"])
        self.model, self.cost = cp_model.CpModel(), []
        closed = {
            (game, slot)
            for rule in asked["counts"]
            if rule["hard"] and rule["most"] == 0
            for game in rule["games"]
            for slot in rule["slots"]
        }
        new = lambda game, slot: 0 if (game, slot) in closed else self.model.new_bool_var("")
        self.play = [[new(game, slot) for slot in self.slots] for game in range(len(self.games))]
        self.home = [[self.played([0], club, slot) for slot in self.slots] for club in self.clubs]
        self.any = [[self.played([0, 1], club, slot) for slot in self.slots] for club in self.clubs]

    def played(self, sides, club, slot):
        return sum(row[slot] for row, game in zip(self.play, self.games) if any(game[side] == club for side in sides))

    def position(self, game, far):
        """The slot of a game; one that is not played lies far away."""
        row = self.play[game]
        return sum(slot * cell for slot, cell in zip(self.slots, row)) + far * 2 * len(self.slots) * (1 - sum(row))

    def pay(self, rule, missed, most):
        """What a sum lies above 0 is paid for, or forbidden."""
        if rule["hard"]:
            self.model.add(missed <= 0)
            return
        over = self.model.new_int_var(0, most, "")
        self.model.add(over >= missed)
        self.cost.append(rule["weight"] * over)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    question = Question(asked)
    structure(question, asked)
    for rule in asked["counts"]:
        limit(question, rule)
    for rule in asked["apart"]:
        keep_apart(question, rule)
    for rule in asked.get("breaks", []):
        limit_breaks(question, rule)
    for rule in asked.get("leads", []):
        limit_leads(question, rule)
    question.model.minimize(sum(question.cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(sys.argv[2])
    solver.parameters.num_workers = int(sys.argv[3])
    status = solver.solve(question.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    where = lambda row: next((slot for slot in question.slots if solver.value(row[slot])), None)
    placed = [where(row) if found else None for row in question.play]
    print(json.dumps({"slots": placed, "status": solver.status_name(status)}))


def structure(question, asked):
    """Each game once, each club at most once a slot; in rounds exactly, and each pair once a phase."""
    model, whole = question.model, asked.get("rounds", False)
    for row in question.play:
        if whole:
            model.add(sum(row) == 1)
        else:
            model.add(sum(row) <= 1)
            question.cost.append(HARD * (1 - sum(row)))
    for club in question.clubs:
        for slot in question.slots:
            if whole and len(question.clubs) % 2 == 0:
                model.add(question.any[club][slot] == 1)
            else:
                model.add(question.any[club][slot] <= 1)
    length = asked.get("phase", 0)
    if length:
        pairs = {}
        for row, (home, away) in zip(question.play, question.games):
            pairs.setdefault((min(home, away), max(home, away)), []).append(row)
        for rows in pairs.values():
            for first in range(0, len(question.slots), length):
                model.add(sum(row[slot] for row in rows for slot in range(first, first + length)) == 1)


def limit(question, rule):
    count = sum(question.play[game][slot] for game in rule["games"] for slot in rule["slots"])
    most = len(rule["games"])
    if rule["most"] < most:
        question.pay(rule, count - rule["most"], most)
    if rule["least"] > 0:
        question.pay(rule, rule["least"] - count, rule["least"])


def keep_apart(question, rule):
    """Two games with so many slots between them, whichever comes first."""
    model, first = question.model, question.model.new_bool_var("")
    one, other = (question.position(game, far) for game, far in zip(rule["games"], (-1, 1)))
    missed = 0 if rule["hard"] else model.new_int_var(0, rule["least"], "")
    model.add(other - one + missed >= rule["least"] + 1).only_enforce_if(first)
    model.add(one - other + missed >= rule["least"] + 1).only_enforce_if(~first)
    if not rule["hard"]:
        question.cost.append(rule["weight"] * missed)


def limit_breaks(question, rule):
    """In rounds of an even number of clubs: the same side as in the slot before."""
    model, sums = question.model, []
    for club in rule["clubs"]:
        broken = []
        for slot in rule["slots"]:
            if slot == 0:
                continue
            before, now = question.home[club][slot - 1], question.home[club][slot]
            found = model.new_bool_var("")
            if rule["side"] != "away":
                model.add(before + now <= 1 + found)
            if rule["side"] != "home":
                model.add(before + now >= 1 - found)
            broken.append(found)
        sums.append(sum(broken))
    most = len(rule["clubs"]) * len(question.slots)
    for count in [sum(sums)] if rule["together"] else sums:
        question.pay(rule, count - rule["most"], most)


def limit_leads(question, rule):
    """How far one of two clubs is ahead in home games after any of the slots."""
    model, clubs = question.model, rule["clubs"]
    for place, one in enumerate(clubs):
        for other in clubs[place + 1 :]:
            over = 0 if rule["hard"] else model.new_int_var(0, len(question.slots), "")
            for last in rule["slots"]:
                ahead = sum(question.home[one][: last + 1]) - sum(question.home[other][: last + 1])
                model.add(ahead <= rule["most"] + over)
                model.add(-ahead <= rule["most"] + over)
            if not rule["hard"]:
                question.cost.append(rule["weight"] * over)


main()
