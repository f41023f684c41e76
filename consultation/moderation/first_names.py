"""First names in Denmark, also of families who came later: common ones, for `names`; no list of persons."""

_ONLY_NAMES = """
Aage Aase Abdi Abdul Abdullah Abdulle Abelone Adam Adrian Agnes Agnete Agnieszka Ahmad Ahmed Ahmet Aida Aisha
Aksana Aksel Alba Albert Alberte Albin Aleksander Alex Alexander Alexandra Alfred Ali Alice Alina Alma Amal
Amalie Amanda Amina Amir Anders Andrea Andreas Andrei Andrzej Anette Angelina Anh Anita Anja Anker Ann Anna
Annalise Anne Annegrethe Anneli Annelise Annemarie Annemette Annette Anni Annie Anton Ariana Arne Arthur Arvid
Asger Asta Astrid Augusta Axel Aya Ayan Ayse Bashir Basim Bastian Beate Bendt Benjamin Benny Bent Bente Berit
Bernhard Bertel Berthe Bertram Bettina Bibi Bilal Birgit Birgitta Birgitte Birte Birthe Bjarke Bjarne Bjørk
Bodil Bogdan Brian Britt Britta Børge Calle Camilla Carina Carl Carla Carlo Carmen Caroline Carsten Casper
Cathrine Cecilie Celina Charles Charlie Charlotte Christel Christian Christiane Christina Christine Christoffer
Christopher Cindy Clara Claus Connie Conny Dagmar Dagny Daniel Daniella David Dea Denise Dennis Dilan Dina
Ditlev Ditte Doris Dorit Dorota Dorte Dorthe Dorthea Dragan Ebba Ebbe Edel Edith Edvard Egil Egon Eigil Einar
Ejgil Ejler Ejnar Ejvind Elena Elias Elif Elin Eline Elinor Elisa Elisabeth Elise Ella Ellen Ellinor Elliot Elly
Elmer Elna Else Elsebeth Elvira Emil Emilie Emily Emine Emma Emmely Emmy Enok Erhardt Erik Erika Erland Erling
Erna Ernst Esben Esma Ester Esther Eva Evald Evelyn Evy Ewa Fabian Fadime Farah Fatima Fatma Felix Ferdinand
Filip Filippa Finn Flemming Folmer Frank Frederik Frederikke Freja Frida Frigg Frits Fritz Frode Gabriel Georg
Gerd Gerda Gerner Gert Gertrud Gitte Goran Gorm Grete Grethe Gudmund Gudrun Gulsen Gunda Gunhild Gunnar Gunner
Gunvor Gurli Gustav Gustava Habib Hadi Halima Hamza Hanna Hannah Hanne Hannibal Harald Hardy Harriet Harry Hasan
Hassan Hatice Hawa Hedda Hedvig Heidi Heinrich Helen Helena Helene Helga Helge Helle Hellen Helmer Henning Henny
Henriette Henrik Herdis Herluf Herman Hermann Hilda Hilde Hildur Hjalmar Hjalte Hjørdis Holger Holly Huda Hugo
Hussein Iben Ibrahim Ida Idris Ilse Iman Inga Inge Ingeborg Ingelise Inger Ingerlise Ingolf Ingrid Ingvar Ioana
Irene Iris Irma Iryna Isabel Isabella Isak Ismail Isolde Ivan Ivana Jack Jacob Jacqueline Jakob Jakobine Jamal
James Jamila Jane Janne Janni Jannick Jannie Jannik Janus Jasmin Jasper Jean Jeanette Jeanne Jeff Jelena Jenni
Jennifer Jenny Jens Jeppe Jes Jesper Jessica Jette Jim Jimmi Jimmy Joachim Joakim Joan Johan Johanna Johanne
Johannes John Johnny Jolanta Jon Jonas Jonathan Jonna Josef Josefine Josephine Josva Joy Judith Julia Julie
Julius Justin Jusuf Jutta Jytte Jöran Jørgen Jørn Kadir Kai Kaja Kamal Kamilla Kamma Karen Karim Karin Karina
Karl Karla Karlo Karna Karoline Karsten Kasper Katarzyna Kate Katharina Kathe Kathrine Katja Katrine Kaya Keld
Kenneth Kenny Kent Khaled Kira Kirsa Kirsten Kirstin Kirstine Kis Kitt Kitty Kjartan Kjeld Kjell Klara Klaus
Knud Knut Konrad Kresten Krista Kristen Kristian Kristina Kristine Kristoffer Krzysztof Kurt Käte Laila Lars
Lasse Lauge Laura Laurids Laurits Lauritz Layla Leif Leila Lena Lene Leni Leo Leon Leonora Leyla Lilian Lilli
Lillian Lilly Lily Lina Linda Linea Linh Linnea Lis Lisa Lisbet Lisbeth Lise Liselotte Lisette Lissi Lissy Liva
Lizette Lizzi Lizzie Lola Lotte Loui Louis Louise Luca Lucas Lucca Ludvig Lui Luise Lukas Luna Lydia Lærke Mads
Magda Magna Magnus Maha Mahmoud Mai Maiken Maj-Britt Maja Malene Malgorzata Malik Malou Malte Manfred Manuel
Marc Marcus Marek Maren Margaret Margit Margrete Margrethe Maria Mariam Mariane Marianne Marie Marina Marinus
Marion Mariusz Markus Marlene Marta Martha Martin Martine Mary Maryam Mathias Mathilde Mats Matthias Maya Mehdi
Mehmet Melanie Melissa Merete Merle Meta Mette Michael Michelle Mie Mihai Mikael Mikala Mikkel Milan Milla Milo
Milos Mina Minna Mira Miriam Mogens Mohamad Mohamed Mohammad Mohammed Mona Monica Monika Morten Mostafa Muhammad
Muhammed Murat Musse Mustafa Mynte Nabil Nadia Nadja Nana Nanna Nasrin Natalia Natasha Natasja Nete Nicklas
Nicolai Nicolaj Nicole Nicoline Niels Nikita Nikolaj Nikoline Nils Nina Nis Noah Nohr Nora Normann Nour Oda Odin
Oksana Olav Ole Olena Olfert Olga Oline Oliver Olivia Oluf Omar Omer Orla Oscar Oskar Osman Otilia Otto Ove
Palle Pamela Paul Paula Pauli Pauline Pawel Peder Peer Peggy Pelle Pernille Peter Petra Philip Pia Piotr Poul
Preben Priya Rachel Ragnhild Rahima Ralf Randi Rania Rashid Rasmus Rebecca Rebekka Regine Regitze Regner Renate
Rene René Rie Rigmor Rikard Rikke Rita Robert Robin Roger Rojin Roland Rolf Rosalina Rosemarie Rosita Ruben Rudi
Rudolf Rumle Rune Ruth Sabina Sabine Sabrina Sadia Sahra Said Sally Salma Samir Samira Samuel Sana Sander Sandra
Sanne Sara Sarah Saskia Sebastian Selim Selma Severin Shirin Signe Sigrid Sigurd Sigvald Silas Silje Silke
Silvia Simon Simone Skjold Smilla Sofia Sofie Sofus Solveig Solvej Sonja Sophia Sophie Sophus Stefan Stella Stig
Stine Suleiman Sune Susan Susanna Susanne Susie Sussi Suzanne Sven Svend Svenning Sverre Svetlana Sylvester
Sylvia Sølvi Søren Søs Tabita Tanja Tara Tariq Tatiana Tenna Teresa Terkel Tetiana Thea Theis Theo Theodor
Theresa Thi Thilde Thomas Thor Thora Thorbjørn Thorkil Thorkild Thorleif Thorvald Thyra Tilde Tina Tine Tobias
Tomasz Tommy Tonni Tonny Tora Torben Torkil Torsten Torvald Tove Trine Tristan Troels Tyra Uffe Ulla Ulrich
Ulrik Ulrikke Ursula Vagn Valborg Valdemar Valentin Vanessa Vega Vera Verner Vibeke Victor Victoria Vigga Viggo
Viktor Viktoria Villads Villiam Villy Vilma Vincent Vinni Viola Virginia Vita Vitus Vivi Vivian Walter Warda
Werner Wilhelm Willi William Willy Wilma Winni Winnie Xenia Yasmin Yasmina Yelva Yonis Yousef Youssef Yrsa Yusuf
Yvonne Zahra Zainab Zara Zeinab Zeki Zeynep Zofia Zoran Åge Åse Özlem Øjvind Øyvind
"""
_WORDS_TOO = """
Ane Ask August Balder Birk Bjørn Bo Dag Dan Eik Elo Falk Fie Fred Frede Grace Gry Hans Heine Hope Ib Ina Ion
Iver Jan Jul Juni Kaj Kay Kim Kit Lea Lilje Line Liv Lone Lund Lykke Maj Mark Max Mike Mille Mine My Noor Nor
Nord Otte Per Pil Rask Ria Rosa Rose Sine Sol Sommer Sonny Steen Sten Storm Svane Tage Tim Toke Tom Tore Tue Ulf
Ulv Vester Vibe Vilje Ville
"""

KNOWN = frozenset(_ONLY_NAMES.split())
"""As they are written, capital first; parts of a double name ("Anne-Grethe") are looked up one by one."""

EVERYDAY = frozenset(_WORDS_TOO.split())
"""Names that are words, places or things as well: believed beside a surname, after a role, or inside a sentence."""
