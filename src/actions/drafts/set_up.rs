//! The rules of a draft, part by part as an organiser thinks of them.

use super::{open, save};
use crate::actions::input::{Field, Fields, Holds, Parsed, What, optional, parse, parse_date, required};
use crate::actions::{Fault, Outcome};
use crate::drafts::Around;
use crate::store::Tx;
use crate::store::drafts::Draft;
use chrono::{NaiveDate, NaiveTime, Weekday};
use league::planner::season::{ClubWishes, Derby, Hall, KnockOut, SeasonFile, Shift};

/// A part of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Dates,
    Hall,
    Competition,
    Club,
    Rules,
}

league::text_enum!(Part {
    Dates => "dates",
    Hall => "hall",
    Competition => "competition",
    Club => "club",
    Rules => "rules",
});

/// How much a wish counts, in words.
pub const WEIGHTS: &[&str] = &["off", "little", "some", "much", "must"];
const NUMBERS: [u32; 4] = [0, 1, 5, 20];

/// The days of a week, as fields.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

const fn day(name: &'static str) -> Field {
    optional(name, Holds::Flag)
}

/// From when to when, and the days without any game.
pub const DATE_FIELDS: &[Field] =
    &[required("from", Holds::Date), required("to", Holds::Date), optional("closed", Holds::Line(300))];

/// A hall: its evenings, its courts, what the permit allows.
pub const HALL_FIELDS: &[Field] = &[
    optional("used", Holds::Flag),
    day("mon"),
    day("tue"),
    day("wed"),
    day("thu"),
    day("fri"),
    day("sat"),
    day("sun"),
    optional("times", Holds::Line(120)),
    optional("courts", Holds::Number { min: 1, max: 40 }),
    optional("permit", Holds::Number { min: 1, max: 100 }),
    optional("closed", Holds::Line(300)),
];

/// A competition: its days and hall, its dates, its opening match, the rest before each knock-out round.
pub const COMPETITION_FIELDS: &[Field] = &[
    optional("used", Holds::Flag),
    day("mon"),
    day("tue"),
    day("wed"),
    day("thu"),
    day("fri"),
    day("sat"),
    day("sun"),
    optional("hall", Holds::Key),
    optional("from", Holds::Date),
    optional("to", Holds::Date),
    optional("opening_a", Holds::Key),
    optional("opening_b", Holds::Key),
    optional("after_days", Holds::Number { min: 0, max: 60 }),
    optional("rounds_from", Holds::Date),
];

/// A team: when it cannot play.
pub const CLUB_FIELDS: &[Field] = &[
    day("mon"),
    day("tue"),
    day("wed"),
    day("thu"),
    day("fri"),
    day("sat"),
    day("sun"),
    optional("blocked", Holds::Line(300)),
    optional("not_before", Holds::Date),
    optional("shift_first", Holds::Date),
    optional("shift_cycle", Holds::Number { min: 1, max: 60 }),
    optional("shift_work", Holds::Line(60)),
    optional("shift_weight", Holds::Word(WEIGHTS)),
];

/// Rules for everybody.
pub const RULE_FIELDS: &[Field] = &[
    optional("game_minutes", Holds::Number { min: 30, max: 300 }),
    optional("officials", Holds::Number { min: 1, max: 100 }),
    optional("rest_hours", Holds::Number { min: 0, max: 720 }),
    optional("games_a_day", Holds::Number { min: 1, max: 10 }),
    optional("games_a_week", Holds::Number { min: 1, max: 20 }),
    optional("return_days", Holds::Number { min: 1, max: 200 }),
    optional("rest_days", Holds::Number { min: 1, max: 30 }),
    optional("rest_weight", Holds::Word(&["off", "little", "some", "much"])),
    optional("prime_times", Holds::Line(60)),
    optional("prime_weight", Holds::Word(&["off", "little", "some", "much"])),
    optional("halls_weight", Holds::Word(&["off", "little", "some", "much"])),
    optional("short_weight", Holds::Word(&["off", "little", "some", "much"])),
    optional("together", Holds::Text(1000)),
    optional("derbies", Holds::Text(1000)),
];

/// The word of a weight.
pub fn weight_word(weight: u32) -> &'static str {
    let place = NUMBERS.iter().rposition(|number| *number <= weight).unwrap_or(0);
    WEIGHTS[place]
}

fn weight(word: &str) -> u32 {
    WEIGHTS.iter().position(|known| *known == word).and_then(|at| NUMBERS.get(at).copied()).unwrap_or(0)
}

/// A part of the rules as its form shows it; `of` is the key of the hall, competition or team.
pub fn fields_of(around: &Around, setup: &SeasonFile, part: Part, of: &str) -> Fields {
    let mut fields = Fields::default();
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    match part {
        Part::Dates => {
            fields.set("from", setup.from);
            fields.set("to", setup.to);
            fields.set("closed", dates_text(&setup.closed));
        }
        Part::Hall => {
            if let Some(hall) = setup.halls.iter().find(|hall| hall.name == of) {
                fields.set("used", "true");
                set_days(&mut fields, &hall.days);
                fields.set("times", hall.times.join(" "));
                fields.set("courts", hall.courts);
                fields.set("permit", number(hall.games_a_day));
                fields.set("closed", dates_text(&hall.closed));
            }
        }
        Part::Competition => {
            if let Some(competition) = setup.competitions.iter().find(|c| c.name == of) {
                fields.set("used", "true");
                set_days(&mut fields, &competition.days);
                fields.set("hall", competition.halls.first().cloned().unwrap_or_default());
                fields.set("from", date(competition.from));
                fields.set("to", date(competition.to));
                if let Some([a, b]) = &competition.opening {
                    fields.set("opening_a", a);
                    fields.set("opening_b", b);
                }
                let first = competition.rounds.first();
                fields.set("after_days", first.map_or(1, |round| round.after_days));
                fields.set("rounds_from", date(first.and_then(|round| round.from)));
            }
        }
        Part::Club => {
            let wishes = setup.clubs.get(of).cloned().unwrap_or_default();
            set_days(&mut fields, &wishes.days);
            fields.set("blocked", dates_text(&wishes.blocked));
            fields.set("not_before", date(wishes.not_before));
            if let Some(shift) = wishes.shift {
                fields.set("shift_first", shift.first);
                fields.set("shift_cycle", shift.cycle);
                let days: Vec<String> = shift.work.iter().map(|day| (day + 1).to_string()).collect();
                fields.set("shift_work", days.join(" "));
                fields.set("shift_weight", shift.weight.map_or("must", weight_word));
            }
        }
        Part::Rules => {
            let rules = &setup.rules;
            fields.set("game_minutes", rules.game_minutes);
            fields.set("officials", number(rules.officials));
            fields.set("rest_hours", number(rules.rest_hours));
            fields.set("games_a_day", number(rules.games_a_day));
            fields.set("games_a_week", number(rules.games_a_week));
            fields.set("return_days", number(rules.return_days));
            fields.set("rest_days", rules.rest_days.max(1));
            fields.set("rest_weight", weight_word(rules.rest_weight));
            fields.set("prime_times", rules.prime_times.join(" "));
            fields.set("prime_weight", weight_word(rules.prime_weight));
            fields.set("halls_weight", weight_word(rules.halls_weight));
            fields.set("short_weight", weight_word(rules.short_weight));
            let names = |clubs: &[String]| {
                clubs.iter().map(|key| around.names.zh(key)).collect::<Vec<_>>().join("、")
            };
            let lines: Vec<String> = setup.together.iter().map(|clubs| names(clubs)).collect();
            fields.set("together", lines.join("\n"));
            let derby = |derby: &Derby| {
                format!("{} {}", names(&derby.clubs), dates_text(&derby.dates)).trim().to_owned()
            };
            let lines: Vec<String> = setup.derbies.iter().map(derby).collect();
            fields.set("derbies", lines.join("\n"));
        }
    }
    fields
}

/// Changes a part of the rules.
pub async fn set_up(
    tx: &mut Tx,
    key: &str,
    version: i64,
    (part, of): (Part, &str),
    fields: &Fields,
) -> Outcome<Draft> {
    let (season, mut draft) = open(tx, key, version).await?;
    let around = super::season_around(tx, &season).await?;
    let setup = &mut draft.setup.0;
    match part {
        Part::Dates => dates_part(setup, &parse(DATE_FIELDS, fields)?)?,
        Part::Hall => hall_part(&around, setup, of, &parse(HALL_FIELDS, fields)?)?,
        Part::Competition => competition_part(&around, setup, of, &parse(COMPETITION_FIELDS, fields)?)?,
        Part::Club => club_part(&around, setup, of, &parse(CLUB_FIELDS, fields)?)?,
        Part::Rules => rules_part(&around, setup, &parse(RULE_FIELDS, fields)?)?,
    }
    let note = if of.is_empty() { part.as_str().to_owned() } else { around.names.zh(of) };
    save(tx, draft, "set_up", &note).await
}

type Parted = Result<(), Vec<Fault>>;

fn dates_part(setup: &mut SeasonFile, parsed: &Parsed) -> Parted {
    let (from, to) = (parsed.date("from").unwrap_or(setup.from), parsed.date("to").unwrap_or(setup.to));
    if to < from {
        return Err(vec![Fault::at("to", What::EndsBeforeItBegins)]);
    }
    if (to - from).num_days() > 800 {
        return Err(vec![Fault::at("to", What::FarFromSeason)]);
    }
    (setup.from, setup.to, setup.closed) = (from, to, dates(parsed, "closed")?);
    Ok(())
}

fn hall_part(around: &Around, setup: &mut SeasonFile, of: &str, parsed: &Parsed) -> Parted {
    if around.venues.iter().all(|venue| venue.key != of) {
        return Err(vec![Fault::at("used", What::NoSuchObject)]);
    }
    let place = setup.halls.iter().position(|hall| hall.name == of);
    if !parsed.flag("used") {
        if let Some(place) = place {
            setup.halls.remove(place);
        }
        return Ok(());
    }
    let times = times(parsed, "times")?;
    if times.is_empty() {
        return Err(vec![Fault::at("times", What::Required)]);
    }
    let few = |number: i64| u32::try_from(number).unwrap_or(1);
    let hall = Hall {
        name: of.to_owned(),
        courts: parsed.number("courts").map_or(1, few),
        days: days(parsed),
        times,
        closed: dates(parsed, "closed")?,
        games_a_day: parsed.number("permit").map(few),
    };
    match place {
        Some(place) => setup.halls[place] = hall,
        None => setup.halls.push(hall),
    }
    Ok(())
}

fn competition_part(around: &Around, setup: &mut SeasonFile, of: &str, parsed: &Parsed) -> Parted {
    let id = around.competitions.iter().find(|competition| competition.key == of).map(|found| found.id);
    let Some(place) = setup.competitions.iter().position(|competition| competition.name == of) else {
        return Err(vec![Fault::at("used", What::NoSuchObject)]);
    };
    let team = |field: &str| -> Result<Option<String>, Vec<Fault>> {
        let key = parsed.text(field);
        let known = around.entries.iter().any(|entry| entry.key == key && Some(entry.competition_id) == id);
        match key.is_empty() {
            true => Ok(None),
            false if known => Ok(Some(key)),
            false => Err(vec![Fault::at(field, What::NoSuchObject)]),
        }
    };
    let opening = match (team("opening_a")?, team("opening_b")?) {
        (Some(a), Some(b)) if a != b => Some([a, b]),
        (None, None) => None,
        (Some(_), Some(_)) => return Err(vec![Fault::at("opening_b", What::SameTwice)]),
        _ => return Err(vec![Fault::at("opening_b", What::Required)]),
    };
    let hall = parsed.text("hall");
    if !hall.is_empty() && setup.halls.iter().all(|known| known.name != hall) {
        return Err(vec![Fault::at("hall", What::NoSuchObject)]);
    }
    let after_days = parsed.number("after_days").and_then(|days| u32::try_from(days).ok()).unwrap_or(1);
    let rounds_from = parsed.date("rounds_from");
    let competition = &mut setup.competitions[place];
    competition.days = days(parsed);
    competition.halls = if hall.is_empty() { Vec::new() } else { vec![hall] };
    (competition.from, competition.to) = (parsed.date("from"), parsed.date("to"));
    competition.opening = opening;
    // As many rounds as any bracket has: the games say how many there are.
    let round = |number: usize| KnockOut {
        name: number.to_string(),
        games: Vec::new(),
        after_days,
        from: rounds_from.filter(|_| number == 1),
        to: None,
        halls: Vec::new(),
    };
    competition.rounds = (1..=10).map(round).collect();
    Ok(())
}

fn club_part(around: &Around, setup: &mut SeasonFile, of: &str, parsed: &Parsed) -> Parted {
    if around.entries.iter().all(|entry| entry.key != of) {
        return Err(vec![Fault::at("blocked", What::NoSuchObject)]);
    }
    let shift = match (parsed.date("shift_first"), parsed.number("shift_cycle")) {
        (None, None) => None,
        (None, _) => return Err(vec![Fault::at("shift_first", What::Required)]),
        (_, None) => return Err(vec![Fault::at("shift_cycle", What::Required)]),
        (Some(first), Some(cycle)) => {
            let cycle = u32::try_from(cycle).unwrap_or(1);
            let written = parsed.text("shift_work");
            let words = written.split([' ', ',', '、', '，']).filter(|word| !word.is_empty());
            let day = |word: &str| word.parse::<u32>().ok().filter(|day| (1..=cycle).contains(day));
            let work: Option<Vec<u32>> = words.map(|word| day(word).map(|day| day - 1)).collect();
            let range = What::OutOfRange { min: 1, max: i64::from(cycle) };
            let work = work.ok_or_else(|| vec![Fault::at("shift_work", range)])?;
            let word = parsed.text("shift_weight");
            let weight = (!matches!(word.as_str(), "must" | "")).then(|| weight(&word));
            (word != "off").then_some(Shift { first, cycle, work, weight })
        }
    };
    let wishes = ClubWishes {
        // Counted from the shifts that the club keeps, whenever the draft is read.
        short_days: Vec::new(),
        blocked: dates(parsed, "blocked")?,
        not_before: parsed.date("not_before"),
        shift,
        days: days(parsed),
    };
    if wishes == ClubWishes::default() {
        setup.clubs.remove(of);
    } else {
        setup.clubs.insert(of.to_owned(), wishes);
    }
    Ok(())
}

fn rules_part(around: &Around, setup: &mut SeasonFile, parsed: &Parsed) -> Parted {
    let number = |field: &str| parsed.number(field).and_then(|number| u32::try_from(number).ok());
    let together = lines(&parsed.text("together"))
        .map(|line| teams(around, "together", line))
        .collect::<Result<Vec<_>, _>>()?;
    let mut derbies = Vec::new();
    for line in lines(&parsed.text("derbies")) {
        let words = line.split_whitespace();
        let (dates, names): (Vec<&str>, Vec<&str>) = words.partition(|word| parse_date(word).is_some());
        let clubs = teams(around, "derbies", &names.join(" "))?;
        let clubs = <[String; 2]>::try_from(clubs).map_err(|_| vec![Fault::at("derbies", What::Required)])?;
        let dates = dates.into_iter().filter_map(parse_date).collect();
        derbies.push(Derby { clubs, dates, weight: None });
    }
    let rules = &mut setup.rules;
    rules.prime_times = times(parsed, "prime_times")?;
    rules.game_minutes = number("game_minutes").unwrap_or(90);
    rules.officials = number("officials");
    rules.rest_hours = number("rest_hours").filter(|hours| *hours > 0);
    rules.games_a_day = number("games_a_day");
    rules.games_a_week = number("games_a_week");
    rules.return_days = number("return_days");
    rules.rest_days = number("rest_days").unwrap_or(2);
    rules.rest_weight = weight(&parsed.text("rest_weight"));
    rules.prime_weight = weight(&parsed.text("prime_weight"));
    rules.halls_weight = weight(&parsed.text("halls_weight"));
    rules.short_weight = weight(&parsed.text("short_weight"));
    (setup.together, setup.derbies) = (together, derbies);
    Ok(())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The teams of a line by their short names. A name of several competitions means all of them.
fn teams(around: &Around, field: &str, line: &str) -> Result<Vec<String>, Vec<Fault>> {
    let names = line.split(['、', ',', '，', ' ']).map(str::trim).filter(|name| !name.is_empty());
    let (mut keys, mut strangers) = (Vec::new(), Vec::new());
    for name in names {
        let found: Vec<_> = around.entries.iter().filter(|entry| entry.short_name == name).collect();
        if found.is_empty() {
            strangers.push(name);
        }
        keys.extend(found.into_iter().map(|entry| entry.key.clone()));
    }
    match strangers.as_slice() {
        [] if keys.len() > 1 => Ok(keys),
        [] => Err(vec![Fault::at(field, What::Required)]),
        names => Err(vec![Fault::at(field, What::NoSuchTeams { names: names.join("、") })]),
    }
}

fn set_days(fields: &mut Fields, days: &[Weekday]) {
    for (name, day) in DAYS.iter().zip(WEEK) {
        fields.set(name, if days.is_empty() || days.contains(&day) { "true" } else { "false" });
    }
}

/// The days that are ticked; all of them, or none, is no rule.
fn days(parsed: &Parsed) -> Vec<Weekday> {
    let ticked: Vec<Weekday> =
        DAYS.iter().zip(WEEK).filter(|(name, _)| parsed.flag(name)).map(|(_, day)| day).collect();
    if ticked.len() == WEEK.len() { Vec::new() } else { ticked }
}

fn dates_text(dates: &[NaiveDate]) -> String {
    dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn dates(parsed: &Parsed, field: &str) -> Result<Vec<NaiveDate>, Vec<Fault>> {
    let text = parsed.text(field);
    let words = text.split([' ', ',', '、', '，', ';']).filter(|word| !word.is_empty());
    let found: Option<Vec<NaiveDate>> = words.map(parse_date).collect();
    let mut found = found.ok_or_else(|| vec![Fault::at(field, What::NotDates)])?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn times(parsed: &Parsed, field: &str) -> Result<Vec<String>, Vec<Fault>> {
    let text: String = parsed.text(field).chars().map(league::names::half_width).collect();
    let words = text.split([' ', ',', '、', ';']).filter(|word| !word.is_empty());
    let time = |word: &str| NaiveTime::parse_from_str(word, "%H:%M").ok();
    let found: Option<Vec<NaiveTime>> = words.map(time).collect();
    let mut found = found.ok_or_else(|| vec![Fault::at(field, What::NotTimes)])?;
    found.sort_unstable();
    found.dedup();
    Ok(found.iter().map(|time| time.format("%H:%M").to_string()).collect())
}
