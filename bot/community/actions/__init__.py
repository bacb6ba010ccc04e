"""What stewards, newcomers and holders of codes do with a community."""
