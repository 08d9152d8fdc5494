//! Fills an empty database with the published seasons of 厂BA.
