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
