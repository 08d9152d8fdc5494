#!/usr/bin/env python3
"""Asks `leaguescheduler`, a tabu search, for a plan in slots of a double round robin with reserved evenings.

usage: league_scheduler.py INSTANCE.json SECONDS WORKERS  (the instance as `changba bench fixtures` writes it)
Prints {"slots": [slot of each game or null]}; the bench judges it with its own checker. The exit code is 3 for a
question that the program does not know: it plans home evenings, absences, rest and the distance of return games.
"""
import json
import logging
import sys
import time
from types import SimpleNamespace

import numpy
from leaguescheduler.league_scheduler import LeagueScheduler
from leaguescheduler.params import SchedulerParams


class Over(Exception):
    """The time is spent."""


class Clock:
    """Stands where the program shows its progress."""

    def __init__(self, seconds):
        self.end = time.process_time() + seconds

    def progress(self, _part):
        if time.process_time() >= self.end:
            raise Over


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        asked = json.load(file)
    games, clubs = asked["games"], range(asked["clubs"])
    if asked["rounds"] or asked["breaks"] or asked["leads"] or len(games) != len(clubs) * (len(clubs) - 1):
        sys.exit(3)
    home, away = evenings(asked)
    read = SimpleNamespace(
        sets={
            "teams": dict(enumerate(map(str, clubs))),
            "slots": dict(enumerate(range(asked["slots"]))),
            "home": {club: numpy.array(sorted(home[club] & away[club]), dtype=int) for club in clubs},
            "forbidden": {club: numpy.array(sorted(set(range(asked["slots"])) - away[club]), dtype=int) for club in clubs},
        },
        locations={},
        core=None,
    )
    numpy.random.seed(1)
    logging.disable(logging.CRITICAL)
    planner = LeagueScheduler(read, parameters(asked), logging.getLogger("quiet"))
    clock = Clock(float(sys.argv[2]))
    planner.construction_phase()
    try:
        planner.tabu_phase(clock)
    except Over:
        pass
    where = lambda slot: None if numpy.isnan(slot) else int(slot)
    print(json.dumps({"slots": [where(planner.X[one, other]) for one, other in games]}))


def evenings(asked):
    """The slots in which each club may be at home, and in which it may play at all."""
    slots, closed = range(asked["slots"]), set()
    for rule in asked["counts"]:
        if rule["hard"] and rule["most"] == 0:
            closed |= {(game, slot) for game in rule["games"] for slot in rule["slots"]}
    home, anywhere = ([set() for _ in range(asked["clubs"])] for _ in range(2))
    for club in range(asked["clubs"]):
        own = [number for number, game in enumerate(asked["games"]) if club in game]
        first = [number for number in own if asked["games"][number][0] == club]
        for slot in slots:
            if any((number, slot) not in closed for number in first):
                home[club].add(slot)
            if any((number, slot) not in closed for number in own):
                anywhere[club].add(slot)
    return home, anywhere


def parameters(asked):
    """Rest and distances, read from the rules about runs of slots and about pairs."""
    longest, penalties = 0, {}
    seen = set()
    for rule in asked["counts"]:
        length = len(rule["slots"])
        key = (length, rule["most"], rule["hard"], rule["weight"])
        if rule["most"] == 0 or key in seen:
            continue
        seen.add(key)
        if rule["hard"] and rule["most"] == 2:
            longest = max(longest, length)
        elif not rule["hard"] and rule["most"] == 1:
            for apart in range(1, length):
                penalties[apart] = penalties.get(apart, 0) + rule["weight"] * (length - apart)
        else:
            sys.exit(3)
    least = max((rule["least"] for rule in asked["apart"]), default=0)
    return SchedulerParams(n_iterations=10**9, m=least + 1, R_max=longest or 1, penalties=penalties or {1: 0})


main()
