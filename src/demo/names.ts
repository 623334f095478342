/** Invented names: first and last names that are common in Los Angeles, put together by chance. */

import type { Random } from './random.ts';
import { domain } from './sign-ins.ts';

const list = (text: string) => text.trim().split(/\s*,\s*/);

export const firstNames = list(`
	Aaron, Adrian, Alicia, Amir, Andre, Angela, Anthony, Antoine, Ara, Ariana, Armen, Ashley, Bianca, Brandon, Brianna,
	Byron, Calvin, Camille, Carla, Carmen, Cedric, Chantal, Charles, Cheryl, Christian, Crystal, Cynthia, Damian, Danielle,
	Darnell, Darryl, David, Dawn, Deandre, Denise, Derrick, Desiree, Diana, Dominic, Donna, Dwayne, Ebony, Eddie, Elena,
	Emmanuel, Eric, Erica, Eugene, Felicia, Frank, Gabriel, Gary, Gina, Grace, Gregory, Hannah, Hector, Henry, Ian, Imani,
	Irene, Isaiah, Jackie, Jamal, James, Janelle, Jason, Jasmine, Jerome, Jessica, Joanna, Jonathan, Jordan, Joseph, Joyce,
	Julian, Kareem, Karen, Keisha, Kelvin, Kenneth, Kevin, Kim, Kyle, Lamar, Latisha, Laura, Leon, Leticia, Linda, Lorenzo,
	Malik, Marcus, Maria, Mario, Marlon, Martin, Melissa, Michael, Michelle, Miriam, Monique, Nathan, Nicole, Omar, Oscar,
	Patrice, Patrick, Paul, Rachel, Ramon, Raymond, Regina, Renee, Ricky, Robert, Rochelle, Roman, Ronald, Rosalind, Ruben,
	Samantha, Samuel, Serena, Shanice, Sheila, Simon, Sonia, Stephanie, Steven, Tamara, Tanya, Terrence, Theresa, Tiffany,
	Tony, Tracy, Trevor, Tyrone, Valerie, Vanessa, Victor, Vincent, Vivian, Walter, Warren, Wendy, Xavier, Yolanda, Yvonne`);

export const spanishFirstNames = list(`
	Alejandra, Alejandro, Alfredo, Alma, Ana, Araceli, Armando, Arturo, Beatriz, Benjamín, Blanca, Carlos, Carolina,
	César, Claudia, Consuelo, Cristina, Daniel, Delia, Edgar, Eduardo, Elvira, Emilio, Enrique, Ernesto, Esperanza,
	Estela, Esteban, Eva, Fabián, Felipe, Fernando, Flor, Francisco, Gabriela, Gerardo, Gilberto, Gloria, Graciela,
	Guadalupe, Guillermo, Gustavo, Héctor, Hilda, Hugo, Ignacio, Inés, Irma, Isabel, Ismael, Iván, Javier, Jesús, Joaquín,
	Jorge, José, Josefina, Juan, Juana, Julio, Lidia, Lorena, Lourdes, Lucía, Luis, Luz, Manuel, Marco, Margarita,
	Maricela, Marisol, Martín, Mayra, Mercedes, Miguel, Mónica, Natalia, Norma, Octavio, Ofelia, Olga, Pablo, Patricia,
	Pedro, Pilar, Rafael, Raúl, Rebeca, Ricardo, Roberto, Rocío, Rodrigo, Rogelio, Rosa, Rubén, Salvador, Sandra, Saúl,
	Sergio, Silvia, Sofía, Susana, Teresa, Tomás, Verónica, Vicente, Virginia, Yesenia, Zulema`);

export const lastNames = list(`
	Abrams, Adams, Aguilar, Alexander, Allen, Alvarado, Anderson, Arroyo, Avila, Baker, Baldwin, Banks, Barajas, Barnes,
	Barrera, Bell, Beltran, Bennett, Bernal, Booker, Bowman, Boyd, Brooks, Bryant, Burns, Butler, Cabrera, Calderon,
	Campbell, Campos, Cardenas, Carrillo, Carter, Castillo, Castro, Cervantes, Chan, Chavez, Choi, Clark, Coleman,
	Collins, Contreras, Cooper, Cortez, Cruz, Daniels, Davis, Delgado, Diaz, Dixon, Dominguez, Duarte, Edwards, Ellis,
	Escobar, Espinoza, Estrada, Evans, Figueroa, Fleming, Flores, Ford, Foster, Franco, Franklin, Fuentes, Galindo,
	Gallegos, Garcia, Garner, Gibson, Gomez, Gonzalez, Grant, Gray, Green, Griffin, Guerra, Gutierrez, Guzman, Hall,
	Hamilton, Harris, Hayes, Henderson, Hernandez, Herrera, Hill, Hines, Holmes, Howard, Huerta, Hughes, Hunter, Ibarra,
	Jackson, James, Jefferson, Jenkins, Jimenez, Johnson, Jones, Jordan, Juarez, Kang, Kelly, Kim, King, Knight, Lara,
	Lawson, Lee, Leon, Lewis, Lim, Lopez, Lozano, Lucero, Luna, Maldonado, Marquez, Marshall, Martinez, Mason, Medina,
	Mejia, Mendez, Mendoza, Mercado, Meyer, Miles, Miller, Miranda, Mitchell, Molina, Montes, Moore, Morales, Moreno,
	Morgan, Morris, Moss, Munoz, Murillo, Murphy, Myers, Navarro, Nelson, Nguyen, Nunez, Ochoa, Olivas, Orozco, Ortega,
	Ortiz, Owens, Pacheco, Padilla, Palmer, Park, Parker, Patterson, Pena, Perez, Perkins, Petrosyan, Phillips, Pineda,
	Ponce, Porter, Powell, Price, Quintero, Ramirez, Ramos, Reed, Reyes, Reyna, Richardson, Rios, Rivas, Rivera, Roberts,
	Robinson, Robles, Rocha, Rodriguez, Rojas, Romero, Rosales, Ross, Rubio, Ruiz, Salazar, Salinas, Sanchez, Sanders,
	Sandoval, Santos, Serrano, Sharp, Shaw, Silva, Simmons, Simpson, Smith, Solis, Soto, Spencer, Stevens, Stewart,
	Sullivan, Tapia, Tate, Taylor, Terry, Thomas, Thompson, Torres, Tran, Trejo, Trujillo, Tucker, Turner, Valdez,
	Valencia, Valenzuela, Vargas, Vasquez, Vega, Velasco, Vera, Villa, Villanueva, Walker, Wallace, Ward, Washington,
	Watkins, Watson, Webb, Wells, West, White, Williams, Willis, Wilson, Wong, Wood, Woods, Wright, Yang, Young, Zamora,
	Zavala, Zepeda`);

/** Groups are named after plants that grow around Los Angeles. */
export const groupNames = list(`
	Agave, Alder, Aloe, Bay Laurel, Bladderpod, Buckeye, Buckwheat, Bush Sunflower, Ceanothus, Chamise, Clarkia, Cottonwood,
	Currant, Deergrass, Elderberry, Encelia, Fuchsia, Gooseberry, Hummingbird Sage, Ironwood, Jacaranda, Juniper, Lemonade
	Berry, Lupine, Madrone, Mallow, Manzanita, Mariposa, Mesquite, Milkweed, Monkeyflower, Mulefat, Ocotillo, Palo Verde,
	Penstemon, Poppy, Rabbitbrush, Sagebrush, Sycamore, Toyon`).map((name) => name.replace(/\s+/g, ' '));

export type Stranger = { name: string; email: string };

/** Makes up staff whose addresses do not clash. */
export function strangers(chance: Random): () => Stranger {
	const taken = new Set<string>();
	const next = (): Stranger => {
		const [first, last] = [
			chance.pick(chance.chance(0.4) ? spanishFirstNames : firstNames),
			chance.pick(lastNames)
		];
		const email = `${plain(first)}.${plain(last)}@${domain}`;
		if (taken.has(email)) return next();
		taken.add(email);
		return { name: `${first} ${last}`, email };
	};
	return next;
}

const plain = (text: string) =>
	text
		.normalize('NFD')
		.replace(/[^a-z]/gi, '')
		.toLowerCase();
