"""Training of the bundled embedding model: corpus → vocabulary → contrastive training → model directory → figures."""
