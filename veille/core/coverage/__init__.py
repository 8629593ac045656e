"""What share of a territory's consultations is seen, by source and by buyer platform. Pure."""
