//! Uploaded files as the public gets them: approved ones only, and never as something a browser would run.

use super::super::error::Error;
use super::super::extract::Visitor;
use super::place;
use crate::access::Permission::ReviewUpload;
use crate::store::{notices, seasons};
use crate::uploads;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;

pub async fn serve(visitor: Visitor, Path(key): Path<String>) -> Result<Response<Body>, Error> {
    let mut db = visitor.read().await?;
    let upload = notices::upload_by_key(&mut db, &key).await?.ok_or(Error::NotFound)?;
    let season = seasons::by_id(&mut db, upload.season_id).await?;
    let reviews = visitor.may(ReviewUpload, &place::season(&season));
    if !reviews && (upload.review != "approved" || !season.is_public) {
        return Err(Error::NotFound);
    }
    let path = uploads::path_of(&visitor.app.settings.uploads, &upload.stored_as);
    let bytes = tokio::fs::read(&path).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound,
        _ => Error::Internal(format!("an upload cannot be read: {error}")),
    })?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&upload.media_type);
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let encoded: String = url::form_urlencoded::byte_serialize(upload.file_name.as_bytes()).collect();
    let kind = if upload.kind == "photo" { "inline" } else { "attachment" };
    let disposition = format!("{kind}; filename*=UTF-8''{}", encoded.replace('+', "%20"));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
    );
    // A key names one content for ever, but an approval can be taken back within the hour.
    let shared = if upload.review == "approved" { "public, max-age=300" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(shared));
    Ok(response)
}
