use super::*;
use crate::web::App;
use std::collections::BTreeSet;

#[test]
fn every_route_of_the_api_is_in_the_document_and_the_other_way_round() {
    let document = document();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described.insert((method.to_uppercase(), path.clone()));
        }
    }
    let routes = App::route_list().into_iter().filter(|route| route.path.starts_with("/api/"));
    let routes: BTreeSet<_> = routes.map(|route| (route.method.to_string(), route.path.to_owned())).collect();
    assert_eq!(described, routes);
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let text = document.to_string();
    for part in text.split("\"#/components/").skip(1) {
        let path = part.split('"').next().unwrap();
        assert!(document.pointer(&format!("/components/{path}")).is_some(), "{path}");
    }
}

#[test]
fn no_two_answers_share_a_name() {
    let mut seen = std::collections::BTreeMap::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/api");
    let files = [folder.clone(), folder.join("fixtures")].into_iter().flat_map(|folder| {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
    });
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // Inside `answers!` a structure is indented; its name is the name of a schema of the document.
        for line in text.lines().filter_map(|line| line.strip_prefix("    struct ")) {
            let name = line.split([' ', '<']).next().unwrap().to_owned();
            let before = seen.insert(name.clone(), file.clone());
            assert!(before.is_none(), "{name} is in {} and in {}", before.unwrap().display(), file.display());
        }
    }
    assert!(seen.len() > 15, "only {} answers were found", seen.len());
}
