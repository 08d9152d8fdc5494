use super::*;
use crate::{words, worlds};
use resvg::usvg;

const LANGUAGES: [Language; 3] = [Language::Zh, Language::En, Language::Both];

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text between the tags, as a reader sees it.
fn text_of(svg: &str) -> String {
    let document = usvg::roxmltree::Document::parse(svg).unwrap();
    document.descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).map(squeeze).collect()
}

fn worlds_of(language: Language) -> [ResultPicture; 4] {
    [
        worlds::final_of_2025(language),
        worlds::marathon(language),
        worlds::forfeited(language),
        worlds::unpublished(language),
    ]
}

#[test]
fn a_picture_has_the_size_of_its_shape() {
    for shape in Shape::ALL {
        let drawn = picture(&worlds::final_of_2025(Language::Zh), shape).unwrap();
        assert_eq!(&drawn.bytes[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(drawn.bytes[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), shape.size());
        assert_eq!(drawn.missing, Vec::<char>::new());
    }
}

#[test]
fn names_periods_and_places_stand_in_every_shape() {
    for shape in Shape::ALL {
        let text = text_of(&result_svg(&worlds::final_of_2025(Language::Both), shape).unwrap());
        for part in [
            "醴陵华鑫",
            "LilingHuaxin",
            "中车时代新材",
            "醴陵华鑫电瓷科技有限公司",
            "厂BA",
            "决赛",
            "Final",
            "2025年7月27日",
            "株洲市体育中心",
            "18",
            "21",
            "官方",
            "第四节",
            "78",
            "57",
            "changba.example/f/k7m2q9",
        ] {
            assert!(text.contains(part), "{part} in {shape:?}: {text}");
        }
        let samples = text.matches(words::SAMPLE.zh).count();
        assert_eq!(samples, 4, "four sample periods in {shape:?}");
    }
}

#[test]
fn long_names_stay_whole() {
    for shape in Shape::ALL {
        let text = text_of(&result_svg(&worlds::marathon(Language::Zh), shape).unwrap());
        for part in [worlds::LONG, worlds::UNBROKEN, "ŠibenikŽalgirisŁódź喆堃镕旻犇联队"] {
            assert!(text.contains(&squeeze(part)), "{part} in {shape:?}: {text}");
        }
    }
}

#[test]
fn no_text_leaves_its_picture() {
    let options = crate::png::options();
    for language in LANGUAGES {
        for result in worlds_of(language) {
            for shape in Shape::ALL {
                let (width, height) = shape.size();
                let tree = usvg::Tree::from_str(&result_svg(&result, shape).unwrap(), &options).unwrap();
                for node in tree.root().children() {
                    if let usvg::Node::Text(text) = node {
                        let area = text.abs_bounding_box();
                        let inside = area.left() >= 0.0 && area.top() >= 0.0;
                        let inside = inside && area.right() <= width as f32 && area.bottom() <= height as f32;
                        assert!(inside, "{:?} in {shape:?} {language:?}", text.chunks()[0].text());
                    }
                }
            }
        }
    }
}

#[test]
fn status_correction_and_forfeit_are_said() {
    let text = |result: &ResultPicture| text_of(&result_svg(result, Shape::Portrait).unwrap());
    assert!(text(&worlds::marathon(Language::Zh)).contains("已更正"));
    assert!(text(&worlds::marathon(Language::Zh)).contains("终场"));
    assert!(text(&worlds::forfeited(Language::Zh)).contains("中车时代新材弃权"));
    assert!(text(&worlds::forfeited(Language::En)).contains("ForfeitbyCRRCTimesNewMaterial"));
    let unpublished = text(&worlds::unpublished(Language::Zh));
    assert!(unpublished.contains("日期未知") && unpublished.contains("场馆未知"));
}

#[test]
fn the_same_result_gives_the_same_bytes() {
    for result in worlds_of(Language::Both) {
        let [one, two] = [0, 1].map(|_| picture(&result, Shape::Banner).unwrap());
        assert!(one == two);
    }
}

#[test]
fn hostile_names_are_drawn_as_they_stand() {
    for hostile in worlds::HOSTILE {
        let mut result = worlds::final_of_2025(Language::Both);
        let name = Name::both(hostile, hostile);
        result.league = name.clone();
        (result.competition, result.venue) = (Fact::sample(name.clone()), Fact::published(name.clone()));
        result.place = vec![Fact::published(name.clone())];
        result.clubs[0].short = Fact::sample(name.clone());
        result.clubs[1].official = Some(Fact::published(name));
        for shape in Shape::ALL {
            let svg = result_svg(&result, shape).unwrap();
            let text = text_of(&svg);
            let expected: String = squeeze(&crate::facts::clean(hostile))
                .chars()
                .filter(|c| !('\u{fffe}'..='\u{ffff}').contains(c))
                .collect();
            assert!(text.matches(&expected).count() >= 5, "{hostile}: {text}");
            assert!(!svg.contains("<script") && !svg.contains('\u{202e}'));
        }
        picture(&result, Shape::Banner).unwrap();
    }
}

#[test]
fn what_no_font_covers_is_reported() {
    let mut result = worlds::final_of_2025(Language::Zh);
    result.clubs[0].short = Fact::published(Name::zh("韡🏀队"));
    assert_eq!(picture(&result, Shape::Banner).unwrap().missing, ['韡', '🏀']);
}

#[test]
fn an_svg_opens_no_file_and_has_a_limit() {
    let frame = |size: u32, inside: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\">{inside}</svg>")
    };
    let bare = png(&frame(20, "")).unwrap();
    for reference in
        ["/etc/hostname", "file:///etc/hostname", "http://localhost/a.png", "data:image/png;base64,AAAA"]
    {
        let image = format!("<image href=\"{reference}\" width=\"20\" height=\"20\"/>");
        assert!(png(&frame(20, &image)).unwrap() == bare, "{reference}");
    }
    assert!(matches!(png(&frame(5000, "")), Err(Error::Picture(_))));
    assert!(matches!(png("<svg"), Err(Error::Picture(_))));
}
